package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.Stage;
import io.schemamigration.core.source.Repeatable;
import java.util.List;

/**
 * What a run does next.
 *
 * @param stage what it may do
 * @param plan what it applies
 * @param repeatables files that it runs after that
 */
public record PlannedStage(Stage stage, Plan.Apply plan, List<Repeatable> repeatables) {
  /** Makes the list safe to share. */
  public PlannedStage {
    repeatables = List.copyOf(repeatables);
  }

  /** Whether the run plans again after it. */
  public boolean isFollowed() {
    return stage.isFollowed(plan);
  }

  /** Whether it changes nothing but the window row. */
  public boolean isEmpty() {
    return plan.toApply().isEmpty() && repeatables.isEmpty();
  }
}
