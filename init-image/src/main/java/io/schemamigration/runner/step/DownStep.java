package io.schemamigration.runner.step;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.DownPlanner;
import io.schemamigration.core.plan.Listed;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ConcurrentIndex;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.apply.MadeAgain;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.end.MigrationFailedException;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.foresee.WayBack;
import io.schemamigration.runner.judge.Memory;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.LockRetry;
import io.schemamigration.runner.run.Notices;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.Statements;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes migrations back, each in a transaction of its own: its down part, its history row and the
 * window change together or not at all.
 */
final class DownStep {
  private final StepContext<StepRequest.Down> context;
  private final Session session;
  private final Ledger ledger;
  private final Source files;
  private final RunState run;
  private final WindowGuard entry;
  private final Progress progress;
  private MigrationSource source;

  DownStep(StepContext<StepRequest.Down> context, Source files) {
    this.context = context;
    this.session = context.session();
    this.ledger = context.ledger();
    this.files = files;
    this.source = files.migrations();
    this.run = context.run();
    this.entry = context.guard();
    this.progress = context.progress();
  }

  void execute() {
    session.lock(progress::tell, () -> false);
    files.lookAt(session);
    context.begin();
    var standing = Standing.of(session, true);
    WayBack.admit(standing, context.request());
    var row = Objects.requireNonNull(standing.row());
    entry.take(ledger, row);
    var history = standing.past().migrations();
    var migrations = plan(standing);
    if (!migrations.isEmpty() && run.prepared(session, migrations.getFirst().version())) {
      execute();
      return;
    }
    if (row.owner() != null) {
      files.remembering(Memory.NONE);
    }
    if (!settled(standing.past(), migrations)) {
      execute();
      return;
    }
    session.commit();
    run.window = row.window();
    pending(history);
    for (var migration : migrations) {
      takeBack(migration);
    }
  }

  /**
   * Finds the phases of what isn't applied once this is done, by which the window moves. What is
   * applied keeps the phase that it was applied with: nobody looks at it again.
   *
   * @return whether that took no time; else the transaction is over, since none is to wait for it
   */
  private boolean settled(AppliedHistory past, List<Migration> takenBack) {
    var unknown = new HashSet<>(past.open(files.migrations()));
    for (var migration : takenBack) {
      if (past.phase(migration) == null) {
        unknown.add(migration.version());
      }
    }
    boolean judging = files.isToBeJudged(unknown);
    if (judging) {
      session.rollback();
    }
    source = past.withPhases(files.settled(unknown), takenBack);
    return !judging;
  }

  /**
   * What is rolled back is decided by the first connection: "the last one", asked again after a
   * COMMIT without an answer, would be one more.
   */
  private List<Migration> plan(Standing standing) {
    var decided = run.takenBack;
    if (decided == null) {
      var migrations = WayBack.plan(standing, context.request(), source, session.dialect());
      run.takenBack = migrations.stream().map(Migration::version).toList();
      return migrations;
    }
    var open = new ArrayList<Migration>();
    for (var version : decided) {
      if (ledger.isApplied(version)) {
        var migration = source.find(version);
        if (migration != null) {
          open.add(migration);
        }
      } else if (!run.applied.contains(version)) {
        run.applied.add(version);
      }
    }
    return open;
  }

  private void takeBack(Migration migration) {
    long start = System.nanoTime();
    session.fresh();
    session.hear(new Notices(migration.downFile(), migration.down(), run, progress));
    progress.tell("rolling back " + migration.downFile());
    run.pulse.begins(
        migration.downFile(), "rolling back", migration.down().size(), session.reached());
    try {
      new LockRetry(session, run, progress).with(() -> inTransaction(migration));
    } catch (StatementFailure e) {
      session.rollback();
      throw failed(migration, e);
    }
    run.applied.add(migration.version());
    run.migrationsMillis += Elapsed.millisSince(start);
  }

  private void inTransaction(Migration migration) throws StatementFailure {
    var down = migration.down().stream().map(this::inOne).toList();
    var keys = ForeignKeys.prepare(session, down);
    Statements.begin(session, down, progress);
    var row = entry.holds(ledger);
    keys.begun();
    Statements.run(session, down, keys, progress);
    session.reset();
    var metadata = "{\"rollback\": " + context.metadata().text() + "}";
    if (!new History(session).rolledBack(migration.version(), metadata)) {
      throw entry.superseded(row);
    }
    var left = new AppliedHistory(ledger.history()).migrations();
    var window = DownPlanner.windowAfter(row.window(), source, left, migration.version());
    ledger.move(window.minimum(), window.maximum(), versions(left), source.digest());
    Statements.commit(session);
    run.window = window;
    pending(left);
  }

  /** Only what the mirror of CREATE INDEX CONCURRENTLY says isn't for a transaction. */
  private Statement inOne(Statement statement) {
    return session.dialect() == Dialect.POSTGRESQL
        ? ConcurrentIndex.droppedPlainly(statement)
        : statement;
  }

  private List<Version> versions(List<AppliedMigration> history) {
    return DownPlanner.pending(source, history).stream().map(Migration::version).toList();
  }

  private void pending(List<AppliedMigration> history) {
    run.pending = DownPlanner.pending(source, history).stream().map(Listed::of).toList();
  }

  private MigrationFailedException failed(Migration migration, StatementFailure e) {
    var said = e.said();
    var before =
        run.applied.isEmpty()
            ? ""
            : " Rolled back before it: "
                + String.join(", ", run.applied.stream().map(Version::toString).toList())
                + ".";
    var again = MadeAgain.hint(session, source.repeatables(), said, false);
    var hint = again == null ? said.hint() : again;
    @Nullable Integer number = e.statement() == null ? null : e.number();
    var where = e.statement() == null ? "at COMMIT of its down part: " : "in its down part: ";
    return new MigrationFailedException(
        Failure.at(migration.version(), migration.downFile())
            .line(e.line())
            .statement(number)
            .sqlState(said.state())
            .failure(
                Reason.MIGRATION_FAILED,
                where + said.getMessage(),
                hint != null
                    ? hint
                    : "Correct the down part; the migration is still applied, and none of it was rolled back."
                        + before));
  }
}
