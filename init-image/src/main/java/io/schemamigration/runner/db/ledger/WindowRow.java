package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
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
}
