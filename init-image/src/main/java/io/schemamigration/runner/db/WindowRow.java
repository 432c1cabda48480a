package io.schemamigration.runner.db;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one row of {@code schema_migration_window}.
 *
 * @param window with the claim unless it was a mere one that has expired
 * @param claimFirm whether the claimed migration is being applied
 * @param claimAlive whether the claim is firm or has not expired, by the database's clock
 * @param number of the step that wrote last
 * @param id of the step that wrote last
 * @param owner cluster uid/namespace/name, or null
 * @param pending versions at or below maximum that are not in the history
 */
public record WindowRow(
    CompatibilityWindow window,
    boolean claimFirm,
    boolean claimAlive,
    long number,
    String id,
    @Nullable String owner,
    Set<Version> pending) {

  /** Makes the set safe to share. */
  public WindowRow {
    pending = Set.copyOf(pending);
  }

  /** What {@link #read} reads, for a query of the window. */
  public static String columns(Sql sql) {
    return "minimum, maximum, claim, "
        + Sql.truth("claim_firm")
        + ", "
        + Sql.truth("claim IS NOT NULL AND (claim_firm OR claim_expires_at > " + sql.now() + ")")
        + ", CAST(step_number AS text), step_id, owner, pending";
  }

  /** How many {@link #columns} there are. */
  public static final int COLUMNS = 9;

  public static WindowRow read(@Nullable String[] row) {
    boolean alive = "true".equals(row[4]);
    var claim = row[2] == null || !alive ? null : Version.of(row[2]);
    var pending = new HashSet<Version>();
    for (var version : String.valueOf(row[8]).split(" ", -1)) {
      Version.parse(version).ifPresent(pending::add);
    }
    return new WindowRow(
        new CompatibilityWindow(
            Version.of(String.valueOf(row[0])), Version.of(String.valueOf(row[1])), claim),
        "true".equals(row[3]),
        alive,
        Long.parseLong(String.valueOf(row[5])),
        String.valueOf(row[6]),
        row[7],
        pending);
  }
}
