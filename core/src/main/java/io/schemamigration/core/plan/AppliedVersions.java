package io.schemamigration.core.plan;

import io.schemamigration.core.window.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The versions that a history has as applied: those with a row that says so, and those below a
 * baseline, but for what was rolled back from there.
 */
public final class AppliedVersions {
  private final Set<Version> applied = new HashSet<>();
  private final Set<Version> takenBack = new HashSet<>();
  private Version baseline = Version.NONE;

  private AppliedVersions() {}

  /** Reads a history. */
  public static AppliedVersions of(List<AppliedMigration> history) {
    var versions = new AppliedVersions();
    for (var row : history) {
      if (row.status().applied()) {
        versions.applied.add(row.version());
      } else if (row.status() == HistoryStatus.ROLLED_BACK) {
        versions.takenBack.add(row.version());
      }
      if (row.coversBelow()) {
        versions.baseline = Version.max(versions.baseline, row.version());
      }
    }
    return versions;
  }

  /** Whether it is applied. */
  public boolean has(Version version) {
    return applied.contains(version)
        || (!version.isAbove(baseline) && !takenBack.contains(version));
  }
}
