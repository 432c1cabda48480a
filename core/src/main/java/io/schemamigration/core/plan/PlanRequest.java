package io.schemamigration.core.plan;

import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a plan depends on.
 *
 * @param source the files
 * @param history what the database says was applied, in any order
 * @param window the row as it is; {@link CompatibilityWindow#EMPTY} where there is none
 * @param announced the row's {@code pending}: the versions at or below maximum that were known and
 *     not applied when the row was last written; null where there is no row. A contract migration
 *     below maximum that isn't among them is new, and code above it was built without knowing it
 * @param wanted the upper bound of what may be applied; null means the highest in the source. For a
 *     contract step: the claim
 * @param mode with whose permission
 * @param outOfOrder whether a late expand migration may be applied below the highest version
 */
public record PlanRequest(
    MigrationSource source,
    List<AppliedMigration> history,
    CompatibilityWindow window,
    @Nullable Set<Version> announced,
    @Nullable Version wanted,
    Mode mode,
    boolean outOfOrder) {

  /** Makes the list safe to share. */
  public PlanRequest {
    history = List.copyOf(history);
    announced = announced == null ? null : Set.copyOf(announced);
  }

  /** The same about files of which more is known. */
  public PlanRequest with(MigrationSource known) {
    return new PlanRequest(known, history, window, announced, wanted, mode, outOfOrder);
  }
}
