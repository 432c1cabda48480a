package io.schemamigration.core.plan;

import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a plan depends on.
 *
 * @param source the files
 * @param history what the database says was applied, in any order
 * @param window the row as it is; {@link CompatibilityWindow#EMPTY} where there is none
 * @param wanted the upper bound of what may be applied; null means the highest in the source
 * @param mode with whose permission
 * @param outOfOrder whether a late expand migration may be applied below the highest version
 */
public record PlanRequest(
    MigrationSource source,
    List<AppliedMigration> history,
    CompatibilityWindow window,
    @Nullable Version wanted,
    Mode mode,
    boolean outOfOrder) {

  /** Makes the list safe to share. */
  public PlanRequest {
    history = List.copyOf(history);
  }
}
