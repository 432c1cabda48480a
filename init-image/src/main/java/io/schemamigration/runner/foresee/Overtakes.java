package io.schemamigration.runner.foresee;

import io.schemamigration.core.analysis.several.Overtaking;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.PlanRequest;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.runner.judge.PhaseJudge;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Whether an expand migration has to wait for a contract that comes before it. */
public final class Overtakes {
  private Overtakes() {}

  /**
   * Plans as the planner does, and looks closer where an expand migration would wait for a contract
   * that it may have nothing to do with.
   */
  static Plan plan(PlanRequest request, PhaseJudge judge) {
    var asked = request;
    while (true) {
      var plan = Planner.plan(asked);
      var blocked = plan instanceof Plan.Apply apply ? apply.blocked() : null;
      if (blocked == null
          || blocked.needsApproval()
          || obstacle(asked.source(), blocked, judge) != null) {
        return plan;
      }
      asked = asked.with(overtaking(asked.source(), blocked));
    }
  }

  /** Why one has to wait for the other, in words; null when it hasn't to. */
  public static @Nullable String obstacle(
      MigrationSource source, Blocked blocked, PhaseJudge judge) {
    var later = source.find(blocked.version());
    var contract = source.find(blocked.by());
    if (later == null || contract == null) {
      return "there is no file of " + (later == null ? blocked.version() : blocked.by());
    }
    if (later.dependsOn().contains(contract.version())) {
      return later.file() + " depends on " + contract.version();
    }
    return Overtaking.obstacle(
        judge.judge(source, later), judge.judge(source, contract), judge.dialect());
  }

  private static MigrationSource overtaking(MigrationSource source, Blocked blocked) {
    var migrations = new ArrayList<Migration>();
    for (var migration : source.migrations()) {
      migrations.add(
          migration.version().equals(blocked.version())
              ? migration.overtaking(blocked.by())
              : migration);
    }
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }
}
