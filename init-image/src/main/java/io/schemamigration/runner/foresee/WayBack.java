package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.DownPlan;
import io.schemamigration.core.plan.DownPlanner;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;
import java.util.List;

/**
 * What a run rolls back, for the run itself as for anyone who only wants to know. Changes nothing;
 * refuses what the run refuses.
 */
public final class WayBack {
  private WayBack() {}

  /** What is rolled back, the highest first. */
  public static List<Migration> plan(
      Standing standing, StepRequest.Down request, MigrationSource source, Dialect dialect) {
    admit(standing, request);
    var history = standing.past().migrations();
    var plan = DownPlanner.plan(source, history, request.target(), dialect);
    return switch (plan) {
      case DownPlan.TakeBack(var migrations) -> migrations;
      case DownPlan.Refused(var reason, var problems) ->
          throw RefusedException.of(reason, problems);
    };
  }

  /** Whether anything may be rolled back at all. */
  public static void admit(Standing standing, StepRequest.Down request) {
    var row = standing.row();
    if (row == null) {
      throw new RefusedException(
          Reason.VERSION_UNREACHABLE,
          "the database has no history of migrations: there is nothing to roll back",
          "See migrate status.");
    }
    var guard = new WindowGuard(request, new RunState());
    guard.needsReason(row, "code that needs what is rolled back may be running");
    guard.check(row);
    standing
        .attempts()
        .forEach((version, attempt) -> {
          if (attempt.statements() > 0 && !isApplied(standing, version)) {
            throw halfDone(version, attempt.statements());
          }
        });
  }

  private static boolean isApplied(Standing standing, Version version) {
    for (var past : standing.history()) {
      if (past.migration().version().equals(version) && past.migration().status().applied()) {
        return true;
      }
    }
    return false;
  }

  /** What an attempt outside of a transaction left behind belongs to no version. */
  private static RefusedException halfDone(Version version, int statements) {
    return new RefusedException(
        Reason.VERSION_UNREACHABLE,
        "migration " + version + " is partly applied: it failed after statement " + statements,
        "Correct it and complete it first (migrate up), or undo it by hand and say so:"
            + " migrate mark-rolled-back "
            + version);
  }
}
