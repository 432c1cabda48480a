package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.DatabaseState;
import io.schemamigration.core.plan.Mode;
import io.schemamigration.core.plan.OwnTables;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.Stage;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.apply.BeforeBegin;
import io.schemamigration.runner.db.ledger.RunningRow.Attempt;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.judge.Memory;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans the stages of a run, for the run itself as for anyone who only wants to know. Changes
 * nothing; refuses what the run refuses.
 */
public final class StagePlanner {
  private final StepRequest.Expand request;
  private final Source files;
  private Map<String, String> repeated = Map.of();
  private Map<Version, Attempt> attempts = Map.of();

  /** Plans this run of these files. */
  public StagePlanner(StepRequest.Expand request, Source files) {
    this.request = request;
    this.files = files;
  }

  /**
   * What the run does next at a database that stands there.
   *
   * @throws RefusedException when it refuses
   */
  public PlannedStage next(Standing standing) {
    admit(standing);
    if (isGated(standing)) {
      files.remembering(Memory.NONE);
    }
    repeated = standing.repeated();
    attempts = standing.attempts();
    return next(standing.state());
  }

  /** What comes after a stage of the same run, at a database that isn't asked again. */
  PlannedStage following(PlannedStage stage, DatabaseState state) {
    var known = new HashMap<>(repeated);
    stage.repeatables().forEach(file -> known.put(file.name(), file.checksum()));
    repeated = known;
    return next(state);
  }

  /** The guard at the window row, without taking it. */
  private void admit(Standing standing) {
    if (standing.foreign()) {
      throw WindowGuard.withoutHistory(standing.others());
    }
    if (standing.row() != null) {
      new WindowGuard(request, new RunState()).check(standing.row());
    }
  }

  /** Whether the phases decide what is applied: then each is judged here and now. */
  private boolean isGated(Standing standing) {
    var row = standing.row();
    return request.token() != null
        || request.owner() != null
        || request.intent().expandOnly()
        || (row != null && row.owner() != null);
  }

  private PlannedStage next(DatabaseState state) {
    var source = files.settled(state.open(files.migrations()));
    var stage = Stage.next(request.intent(), source, state);
    var plan = plan(stage);
    var repeatables = stage.rest() ? List.<Repeatable>of() : changed(source, plan, stage.mode());
    for (var migration : plan.toApply()) {
      BeforeBegin.check(
          files.judge().dialect(), migration, state.history(), attempts.get(migration.version()));
    }
    return new PlannedStage(stage, plan, repeatables);
  }

  /** No switch over the two: it would take a start longer than all else here (JDK 25). */
  private Plan.Apply plan(Stage stage) {
    var unreadable =
        stage.mode().everyPhase() ? List.<Problem>of() : files.unreadable(stage.wanted());
    if (!unreadable.isEmpty()) {
      throw RefusedException.of(Reason.INVALID_MIGRATIONS, unreadable);
    }
    var plan = Overtakes.plan(stage.request(), files.judge());
    if (plan instanceof Plan.Refused(var reason, var problems)) {
      throw RefusedException.of(reason, problems);
    }
    return (Plan.Apply) plan;
  }

  /**
   * Which repeatable files are run once the plan is carried out; refused where one isn't known to
   * leave older code working and nobody may decide that now.
   */
  private List<Repeatable> changed(MigrationSource source, Plan.Apply plan, Mode mode) {
    var changed = new ArrayList<Repeatable>();
    if (!plan.makesAll()) {
      return changed;
    }
    for (var file : source.repeatables()) {
      if (!file.isText(repeated.get(file.name()))) {
        refuseUnlessExpand(file, mode);
        var own = OwnTables.written(file.file(), file.statements());
        if (!own.isEmpty()) {
          throw RefusedException.of(Reason.INVALID_MIGRATIONS, own);
        }
        changed.add(file);
      }
    }
    return changed;
  }

  private static void refuseUnlessExpand(Repeatable file, Mode mode) {
    if (mode.everyPhase() || file.phase() == Phase.EXPAND) {
      return;
    }
    throw new RefusedException(
        Failure.at(file.file())
            .line(1)
            .failure(
                Reason.NEEDS_APPROVAL,
                "it isn't known whether older code keeps working when this is run again",
                "Declare '-- phase: expand' with '-- accept: RULE REASON' for what migrate lint finds,"
                    + " or put what breaks older code into a contract migration with a version."));
  }
}
