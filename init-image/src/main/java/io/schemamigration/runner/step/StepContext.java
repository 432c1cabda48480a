package io.schemamigration.runner.step;

import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.apply.Applier;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.Authority;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.WindowGuard;

/**
 * What every step works with.
 *
 * @param request what it is asked to do, which says with whose permission
 * @param run what it has found and done so far
 * @param guard at the window row
 */
public record StepContext<R extends Authority>(
    Session session, Ledger ledger, R request, RunState run, WindowGuard guard, Progress progress) {
  /** Begins, or begins again after a lost connection. */
  public static <R extends Authority> StepContext<R> of(
      Session session, R request, RunState run, Progress progress) {
    return new StepContext<>(
        session, new Ledger(session), request, run, new WindowGuard(request, run), progress);
  }

  /** What the history keeps of this run. */
  HistoryMetadata metadata() {
    return new HistoryMetadata(request, run);
  }

  /**
   * Whether the holder of the lock between runners has been given up, as the window row says. On
   * PostgreSQL its session is ended then, and a twin's with the same token, too; on SQLite nobody
   * can end another process, and a twin is waited for.
   */
  boolean supersedes() {
    boolean holds = guard.stillHolds(ledger);
    return holds && (session.dialect() != Dialect.SQLITE || run.tookOver);
  }

  /** Begins a transaction. */
  void begin() {
    session.begin(progress::tell);
  }

  /** Applies what is planned, each in its order. */
  void apply(MigrationSource source, Plan.Apply plan, AppliedHistory past) {
    var done = past.done(source, plan);
    new Applier(session, guard, run, source, done, metadata(), progress)
        .apply(plan.toApply(), past);
  }
}
