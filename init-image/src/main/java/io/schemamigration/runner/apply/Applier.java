package io.schemamigration.runner.apply;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.plan.WindowProgress;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.TransactionException;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.MigrationTransaction;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.MigrationFailedException;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.IndexBuilds;
import io.schemamigration.runner.run.LockRetry;
import io.schemamigration.runner.run.Notices;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.Statements;
import io.schemamigration.runner.run.WindowGuard;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies migrations, each in a transaction of its own together with its history row and the
 * window. What can't run in a transaction is done statement by statement, each noted, so that it
 * can be resumed where it ended.
 */
public final class Applier {
  /** What the line begins with that is shown when a migration begins. */
  public static final String BEGINS = "applying ";

  private static final int ERROR_LIMIT = 4000;

  private final Session session;
  private final Ledger ledger;
  private final WindowGuard entry;
  private final RunState run;
  private final MigrationSource source;
  private final WindowProgress progression;
  private final Progress progress;
  private final HistoryMetadata metadata;
  private final LockRetry retry;

  public Applier(
      Session session,
      WindowGuard entry,
      RunState run,
      MigrationSource source,
      Set<Version> done,
      HistoryMetadata metadata,
      Progress progress) {
    this.session = session;
    this.ledger = new Ledger(session);
    this.entry = entry;
    this.run = run;
    this.source = source;
    this.progression = new WindowProgress(source, done);
    this.metadata = metadata;
    this.progress = progress;
    this.retry = new LockRetry(session, run, progress);
  }

  /**
   * Applies one migration.
   *
   * @param reached statements of it that were done before, where it is resumed; else null
   */
  public void apply(Migration asWritten, @Nullable Integer reached) {
    long start = System.nanoTime();
    session.fresh();
    progress.tell(BEGINS + asWritten.file() + " (" + Phase.words(asWritten.phase()) + ")");
    var migration = new IndexBuilds(session, progress).careful(asWritten, reached);
    run.inFlight = migration.version();
    session.hear(new Notices(migration.file(), migration.up(), run, progress));
    run.pulse.begins(migration.file(), run.numbered(), migration.up().size(), session.reached());
    try {
      if (migration.transactional()) {
        retry.with(() -> {
          if (!inFrame(migration)) {
            inTransaction(migration, start);
          }
        });
      } else {
        new OutsideTransaction(session, ledger, entry, run, this::told)
            .apply(migration, reached, metadata.text(migration), this::moved);
      }
    } catch (StatementFailure e) {
      session.rollback();
      run.inFlight = null;
      throw failed(migration, e, start);
    }
    progression.add(migration.version());
    run.settle(true);
    run.migrationsMillis += Elapsed.millisSince(start);
  }

  /**
   * In as few messages as its text allows, where the database takes messages. Returns false where
   * it doesn't, where the row turns out to be another's, and where queries have to hold before the
   * COMMIT: then nothing was done.
   */
  private boolean inFrame(Migration migration) throws StatementFailure {
    var frame = session.frame();
    var before = run.window;
    if (frame == null || before == null || !migration.verifications().isEmpty()) {
      return false;
    }
    for (var statement : migration.up()) {
      if (statement.data() != null) {
        return false; // COPY is a conversation
      }
    }
    var after = after(migration, before);
    var announced = progression.announced(migration.version(), after.maximum());
    var move = new MigrationTransaction.Move(after, announced, source.digest());
    try {
      boolean held =
          new MigrationTransaction(frame, session.sql())
              .apply(entry.token(null), migration, move, metadata.text(migration));
      if (held) {
        run.window = after;
      } else {
        session.rollback();
      }
      return held;
    } catch (TransactionException e) {
      int number = e.statement();
      throw new StatementFailure(
          number == 0 ? null : migration.up().get(number - 1), number, e.said());
    }
  }

  private void inTransaction(Migration migration, long start) throws StatementFailure {
    var keys = ForeignKeys.prepare(session, migration.up(), run.dangling);
    Statements.begin(session, migration.up(), progress);
    var row = entry.holds(ledger);
    if (doneByTwin(migration)) {
      session.rollback();
      run.window = row.window();
      return;
    }
    keys.begun();
    Statements.run(session, migration.up(), keys, progress);
    int number = migration.up().size();
    Verifications.hold(session, migration.verifications(), number);
    session.reset();
    ledger.record(
        migration,
        HistoryStatus.COMPLETED,
        Elapsed.millisSince(start),
        number,
        null,
        metadata.text(migration));
    var window = moved(migration, row);
    Statements.commit(session);
    run.window = window;
  }

  /**
   * A Job that was deleted is created again with the same token while its first pod may still run.
   * On PostgreSQL the second waits for the advisory lock before it plans; on SQLite only each
   * transaction is exclusive, so that each has to ask.
   */
  private boolean doneByTwin(Migration migration) {
    return session.dialect() == Dialect.SQLITE && ledger.isApplied(migration.version());
  }

  /**
   * Moves the window to what it is with this migration. It is reported only once it is committed:
   * the operator releases pods by it.
   */
  private CompatibilityWindow moved(Migration migration, WindowRow row) {
    var after = after(migration, row.window());
    var announced = progression.announced(migration.version(), after.maximum());
    ledger.move(after.minimum(), after.maximum(), announced, source.digest());
    return after;
  }

  private CompatibilityWindow after(Migration migration, CompatibilityWindow before) {
    var version = migration.version();
    return before.applied(migration.phase(), version, progression.maximumWith(version));
  }

  private void told(String what) {
    progress.tell(what);
  }

  /** The failure is noted in a transaction of its own: the migration's is gone. */
  private MigrationFailedException failed(Migration migration, StatementFailure e, long start) {
    var said = e.said();
    var failure =
        Failure.at(migration.version(), e.file(migration.file()))
            .line(e.line())
            .statement(e.told())
            .sqlState(said.state())
            .failure(
                Reason.MIGRATION_FAILED,
                (e.statement() == null ? "at COMMIT: " : "") + said.getMessage(),
                hint(session, migration, e));
    session.begin(this::told);
    session.reset();
    entry.holds(ledger);
    var error = String.valueOf(said.getMessage());
    var noted = error.length() <= ERROR_LIMIT ? error : error.substring(0, ERROR_LIMIT);
    if (migration.transactional()) {
      ledger.record(
          migration,
          HistoryStatus.FAILED,
          Elapsed.millisSince(start),
          e.number(),
          noted,
          metadata.text(migration));
    } else {
      new RunningRow(session)
          .failed(
              migration.version(),
              Elapsed.millisSince(start),
              noted,
              metadata.text(migration, LeftOff.fingerprint(migration, e.number() - 1)));
    }
    session.commit();
    return new MigrationFailedException(failure);
  }

  private static String hint(Session session, Migration migration, StatementFailure e) {
    var there = AlreadyThere.hint(session, migration, e);
    var half = there != null ? there : HalfRecreate.hint(session, e.said().getMessage());
    var hint = half != null ? half : ReadAgain.hint(session, e.said());
    if (!migration.transactional()) {
      var position = new BatchRow(session).running(migration.version());
      return (hint == null ? "" : hint + " ") + LeftOff.advice(e.number(), position);
    }
    return hint != null ? hint : "Correct the file; nothing of it stays in the database.";
  }
}
