package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.plan.Mode;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.PlanRequest;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.apply.Repeater;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.IndexBuilds;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the course of a run by hand without running it. */
public final class Chart {
  private final StepRequest request;
  private final MigrationSource source;
  private final Progress progress;

  /**
   * Prepares it.
   *
   * @param request by hand
   */
  public Chart(StepRequest request, MigrationSource source, Progress progress) {
    this.request = request;
    this.source = source;
    this.progress = progress;
  }

  /** From a version on, where everything up to it is taken for applied; 0 is nothing. */
  public ScriptPlan from(Version from) {
    if (!from.equals(Version.NONE) && source.find(from) == null) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "there is no migration of version " + from,
          "--from is the highest version that is applied, 0 for none.");
    }
    var past = new ArrayList<AppliedMigration>();
    var done = new HashSet<Version>();
    for (var migration : source.migrations()) {
      if (!migration.version().isAbove(from)) {
        past.add(applied(migration));
        done.add(migration.version());
      }
    }
    var window =
        new CompatibilityWindow(
            Planner.minimumAfter(past), Planner.maximumAfter(source, done), null);
    if (from.equals(Version.NONE)) {
      window = CompatibilityWindow.EMPTY;
    }
    var mode = request.expandOnly() ? Mode.EXPAND_ONLY : Mode.BY_HAND;
    var plan = plan(past, window, null, mode);
    var repeatables = plan.makesAll() ? source.repeatables() : List.<Repeatable>of();
    return new ScriptPlan(
        source,
        plan,
        repeatables,
        from,
        null,
        window,
        done,
        WindowGuard.randomId(),
        request.override());
  }

  private static AppliedMigration applied(Migration migration) {
    return new AppliedMigration(
        migration.version(),
        migration.description(),
        migration.phase(),
        migration.checksum(),
        HistoryStatus.COMPLETED);
  }

  /** From where a database is. */
  public ScriptPlan of(Session session) {
    var ledger = new Ledger(session);
    boolean there = ledger.exists();
    var row = there ? ledger.row(false) : null;
    var past = new AppliedHistory(there || ledger.hasHistory() ? ledger.history() : List.of());
    if (row == null) {
      if (!past.isEmpty()) {
        throw half("the window row is gone");
      }
      if (ledger.othersExist()) {
        throw WindowGuard.withoutHistory();
      }
      return from(Version.NONE);
    }
    if (row.claimFirm()) {
      throw WindowGuard.claimed(row);
    }
    boolean owned = row.owner() != null && request.override() == null;
    var mode = request.expandOnly() || owned ? Mode.EXPAND_ONLY : Mode.BY_HAND;
    var planned = plan(past.migrations(), row.window(), row, mode);
    var careful = new ArrayList<Migration>();
    for (var migration : planned.toApply()) {
      refuseHalf(session, past, migration);
      careful.add(new IndexBuilds(session, progress).careful(migration, null));
    }
    var plan = new Plan.Apply(careful, planned.remaining(), planned.blocked(), planned.after());
    var run = new RunState();
    var repeater =
        new Repeater(
            session,
            new WindowGuard(request, run),
            run,
            new HistoryMetadata(request, run),
            progress);
    return new ScriptPlan(
        source,
        plan,
        repeater.changed(source, plan, mode, true),
        Version.NONE,
        row,
        row.window(),
        past.done(source, plan),
        WindowGuard.randomId(),
        request.override());
  }

  /** What is left half-done goes on by rules that only a run knows. */
  private static void refuseHalf(Session session, AppliedHistory past, Migration migration) {
    var attempt = new RunningRow(session).failed(migration.version());
    if (past.reached(migration.version()) != null
        || (attempt != null && attempt.statements() > 0)) {
      throw half("migration " + migration.version() + " is half-done");
    }
  }

  private static RefusedException half(String what) {
    return new RefusedException(
        Reason.VERSION_UNREACHABLE,
        what + ": a script can't go on from there",
        "Complete it first: migrate up.");
  }

  private Plan.Apply plan(
      List<AppliedMigration> past, CompatibilityWindow window, @Nullable WindowRow row, Mode mode) {
    var plan =
        Planner.plan(
            new PlanRequest(
                source,
                past,
                window,
                row == null ? null : row.pending(),
                request.wanted(),
                mode,
                request.outOfOrder()));
    return switch (plan) {
      case Plan.Apply apply when apply.blocked() != null && apply.blocked().needsApproval() ->
          throw new RefusedException(
              Reason.NEEDS_APPROVAL,
              "migration "
                  + apply.blocked().version()
                  + " is offline or undecided: a script can't wait for approval",
              "Write the part before it: --to VERSION. Or, if you know better: --override-owner REASON.");
      case Plan.Apply apply -> apply;
      case Plan.Refused(var reason, var problems) -> throw RefusedException.of(reason, problems);
    };
  }
}
