package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, and how it would end: found by the planner of the run, stage by stage.
 *
 * @param stages that it would carry out, in order
 * @param refusal with which it would end, or null
 * @param window as it would be then
 */
public record Forecast(
    List<PlannedStage> stages, @Nullable RefusedException refusal, CompatibilityWindow window) {
  /** Makes the list safe to share. */
  public Forecast {
    stages = List.copyOf(stages);
  }

  /** What this run of these files would do to a database that stands there. */
  public static Forecast of(Standing standing, StepRequest.Expand request, Source files) {
    var planner = new StagePlanner(request, files);
    var stages = new ArrayList<PlannedStage>();
    var state = standing.state();
    try {
      var stage = planner.next(standing);
      while (true) {
        stages.add(stage);
        state = state.after(stage.plan(), request.owner() != null);
        if (!stage.isFollowed()) {
          return new Forecast(stages, null, state.window());
        }
        stage = planner.following(stage, state);
      }
    } catch (RefusedException e) {
      return new Forecast(stages, e, state.window());
    }
  }

  /** The migrations that it would apply, in order. */
  public List<Migration> toApply() {
    var all = new ArrayList<Migration>();
    stages.forEach(stage -> all.addAll(stage.plan().toApply()));
    return all;
  }

  /** The files that it would run after them. */
  public List<Repeatable> repeatables() {
    var all = new ArrayList<Repeatable>();
    stages.forEach(stage -> all.addAll(stage.repeatables()));
    return all;
  }

  /** What isn't applied then. */
  public List<PendingMigration> remaining() {
    return stages.isEmpty() ? List.of() : stages.getLast().plan().remaining();
  }

  /** Why the wanted version isn't reached, or null when it is. */
  public @Nullable Blocked blocked() {
    return stages.isEmpty() ? null : stages.getLast().plan().blocked();
  }

  /** All of it as if it were one plan; refused where the run refuses. */
  public Plan.Apply plan() {
    if (refusal != null) {
      throw refusal;
    }
    return new Plan.Apply(toApply(), remaining(), blocked(), window);
  }

  /** With which the run would end. */
  public ExitCode exitCode() {
    return refusal == null ? ExitCode.DONE : ExitCode.REFUSED;
  }
}
