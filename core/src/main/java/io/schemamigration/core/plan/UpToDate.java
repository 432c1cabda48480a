package io.schemamigration.core.plan;

import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * Knows by checksums alone that a database has all of a source, where that is beyond doubt. Where
 * it isn't, {@link Planner} decides.
 */
public final class UpToDate {
  private UpToDate() {}

  /**
   * Whether every file is applied as it is now, and a plan would neither apply anything nor change
   * the window.
   *
   * @param files in the order of their versions
   * @param announced the row's {@code pending}
   */
  public static boolean holds(
      List<Inventory.Item> files,
      List<AppliedMigration> history,
      CompatibilityWindow window,
      Set<Version> announced) {
    if (!announced.isEmpty()
        || window.minimum().isAbove(window.maximum())
        || Planner.minimumAfter(history).isAbove(window.minimum())) {
      return false;
    }
    var checksums = new HashMap<Version, String>();
    var applied = AppliedVersions.of(history);
    var highest = Version.NONE;
    for (var row : history) {
      if (row.status() == HistoryStatus.RUNNING) {
        return false;
      }
      if (row.status().applied()) {
        highest = Version.max(highest, row.version());
        var checksum = row.fileChecksum();
        if (checksum != null) {
          checksums.putIfAbsent(row.version(), checksum);
        }
      }
    }
    var last = Version.NONE;
    for (var file : files) {
      last = file.version();
      var checksum = checksums.get(last);
      boolean there = checksum == null ? applied.has(last) : checksum.equals(file.checksum());
      if (!there) {
        return false;
      }
    }
    return !last.isBelow(highest) && !last.isAbove(window.maximum());
  }
}
