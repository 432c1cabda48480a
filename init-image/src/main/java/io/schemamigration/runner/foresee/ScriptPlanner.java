package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.IndexBuilds;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans a run by hand that is written down as a script instead of being run. */
public final class ScriptPlanner {
  private final StepRequest.ByHand request;
  private final Source files;
  private final Progress progress;

  /** Plans that run of these files. */
  public ScriptPlanner(StepRequest.ByHand request, Source files, Progress progress) {
    this.request = request;
    this.files = files;
    this.progress = progress;
  }

  /** From a version on, where everything up to it is taken for applied; 0 is nothing. */
  public ScriptPlan from(Version from) {
    var source = files.migrations();
    if (from.equals(Version.NONE)) {
      return script(from, Standing.NOTHING, null, plan(Standing.NOTHING));
    }
    if (source.find(from) == null) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "there is no migration of version " + from,
          "--from is the highest version that is applied, 0 for none.");
    }
    var history = new ArrayList<HistoryRow>();
    var done = new HashSet<Version>();
    var open = new HashSet<Version>();
    // what is applied may be taken for its phase by a script that nobody could ask a database for
    var settled = files.settledWhole();
    for (var migration : settled.migrations()) {
      if (migration.version().isAbove(from)) {
        open.add(migration.version());
      } else {
        history.add(HistoryRow.of(migration, HistoryStatus.COMPLETED, 0));
        done.add(migration.version());
      }
    }
    var past = history.stream().map(HistoryRow::migration).toList();
    var window =
        new CompatibilityWindow(
            Planner.minimumAfter(past), Planner.maximumAfter(settled, done), null);
    var row = new WindowRow(window, false, false, 0, "", null, open);
    var standing =
        new Standing(row, history, List.of(), Map.of(), new TreeMap<>(), false, List.of());
    return script(from, standing, null, plan(standing));
  }

  /** From where a database is. */
  public ScriptPlan at(Session session) {
    var standing = Standing.of(session, false);
    var row = standing.row();
    if (row == null) {
      if (!standing.history().isEmpty()) {
        throw half("the window row is gone");
      }
      if (standing.foreign()) {
        throw WindowGuard.withoutHistory(standing.others());
      }
      return from(Version.NONE);
    }
    var planned = plan(standing);
    var careful = new ArrayList<Migration>();
    for (var migration : planned.plan().toApply()) {
      refuseHalf(standing, migration);
      careful.add(new IndexBuilds(session, progress).careful(migration, null));
    }
    return script(Version.NONE, standing, row, planned.with(careful));
  }

  /** What is left half-done continues by rules that only a run knows. */
  private static void refuseHalf(Standing standing, Migration migration) {
    var attempt = standing.attempts().get(migration.version());
    boolean begun = false;
    for (var past : standing.history()) {
      begun |=
          past.migration().version().equals(migration.version())
              && past.is(s -> s == HistoryStatus.RUNNING);
    }
    if (begun || (attempt != null && attempt.statements() > 0)) {
      throw half("migration " + migration.version() + " is half-done");
    }
  }

  private static RefusedException half(String what) {
    return new RefusedException(
        Reason.VERSION_UNREACHABLE,
        what + ": a script can't continue from there",
        "Complete it first: migrate up.");
  }

  /**
   * A plan with what is run after it.
   *
   * @param forecast where the repeatable files come from
   */
  private record Planned(Plan.Apply plan, Forecast forecast) {
    Planned with(List<Migration> toApply) {
      return new Planned(
          new Plan.Apply(toApply, plan.remaining(), plan.blocked(), plan.after()), forecast);
    }
  }

  private Planned plan(Standing standing) {
    var forecast = Forecast.of(standing, request, files);
    var blocked = forecast.blocked();
    if (blocked != null && blocked.needsApproval()) {
      throw new RefusedException(
          Reason.NEEDS_APPROVAL,
          "migration "
              + blocked.version()
              + " is offline or undecided: a script can't wait for approval",
          "Write the part before it: --to VERSION. Or, if you know better: --override-owner REASON.");
    }
    return new Planned(forecast.plan(), forecast);
  }

  private ScriptPlan script(
      Version from, Standing standing, @Nullable WindowRow row, Planned planned) {
    var source = files.migrations();
    return new ScriptPlan(
        source,
        planned.plan(),
        planned.forecast().repeatables(),
        from,
        row,
        standing.window(),
        standing.past().done(source, planned.plan()),
        WindowGuard.randomId(),
        request.override());
  }
}
