package io.schemamigration.core.plan;

import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import org.jspecify.annotations.Nullable;

/** How a report lists a migration that isn't applied. */
public final class Listed {
  /** Of a statement, in characters: enough to recognize it. */
  private static final int SHOWN_SQL = 80;

  private Listed() {}

  /** With what keeps older code from living with it. */
  public static PendingMigration of(Migration migration) {
    // an accepted one breaks nothing
    var why = migration.phase() == Phase.EXPAND ? null : migration.breaks();
    if (why == null && migration.phase() == null) {
      var undecided = migration.undecided();
      var place = undecided == null ? "" : migration.file() + ":" + undecided.line() + ": ";
      why = place + unknown(undecided);
    }
    return new PendingMigration(
        migration.version(), migration.description(), migration.phase(), why);
  }

  /** Says that nobody knows what a migration does, and which statement of it is why. */
  public static String unknown(@Nullable Statement undecided) {
    var what = "it isn't known what this does to older code";
    if (undecided == null) {
      return what;
    }
    var line = undecided.sql().replace('\n', ' ').replace('\r', ' ');
    boolean whole = line.length() <= SHOWN_SQL;
    return what + ": " + (whole ? line : line.substring(0, SHOWN_SQL) + "…");
  }
}
