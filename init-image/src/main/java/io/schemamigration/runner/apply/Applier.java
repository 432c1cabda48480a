package io.schemamigration.runner.apply;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.MigrationFailedException;
import io.schemamigration.runner.end.PassingException;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.IndexBuilds;
import io.schemamigration.runner.run.LockRetry;
import io.schemamigration.runner.run.Notices;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.WindowGuard;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Moves moves;
  private final Progress progress;
  private final HistoryMetadata metadata;
  private final LockRetry retry;
  private final OwnTransaction own;
  private final SharedTransaction shared;
  private final List<Repeatable> repeatables;

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
    this.moves = new Moves(source, done, run);
    this.metadata = metadata;
    this.progress = progress;
    this.retry = new LockRetry(session, run, progress);
    this.own = new OwnTransaction(session, entry, run, moves, metadata, progress);
    this.shared = new SharedTransaction(session, run, moves, own);
    this.repeatables = source.repeatables();
  }

  /**
   * Applies migrations.
   *
   * @param past as it was read before: it shows how far those have come that were interrupted
   */
  public void apply(List<Migration> migrations, AppliedHistory past) {
    for (int i = 0; i < migrations.size(); i++) {
      var migration = migrations.get(i);
      var next = i + 1 < migrations.size() ? migrations.get(i + 1) : null;
      if (shared.takes(migration, next)) {
        together(migration, next);
      } else {
        alone(migration, past.reached(migration.version()), next);
      }
    }
  }

  private Migration begins(Migration asWritten, @Nullable Integer reached) {
    session.fresh();
    progress.tell(BEGINS + asWritten.file() + " (" + Phase.words(asWritten.phase()) + ")");
    var migration = new IndexBuilds(session, progress).careful(asWritten, reached);
    run.inFlight.add(migration.version());
    session.hear(new Notices(migration.file(), migration.up(), run, progress));
    run.pulse.begins(migration.file(), run.numbered(), migration.up().size(), session.reached());
    return migration;
  }

  /**
   * One by itself.
   *
   * @param reached statements of it that were done before, where it is resumed; else null
   */
  private void alone(Migration asWritten, @Nullable Integer reached, @Nullable Migration next) {
    long start = System.nanoTime();
    begun(begins(asWritten, reached), reached, next, start);
  }

  private void begun(
      Migration migration, @Nullable Integer reached, @Nullable Migration next, long start) {
    try {
      if (migration.transactional()) {
        var first = new AtomicBoolean(true);
        retry.with(() -> {
          if (!first.getAndSet(false)) {
            own.settle(); // what waits for a lock keeps nobody from what is applied
          }
          own.apply(migration, next, start);
        });
      } else {
        own.settle();
        new OutsideTransaction(session, ledger, entry, run, progress::tell)
            .apply(migration, reached, metadata.text(migration), this::moved);
        moves.settled(migration.version(), run.window);
      }
    } catch (StatementFailure e) {
      session.rollback();
      run.inFlight.remove(migration.version());
      throw failed(migration, e, start);
    } catch (PassingException e) {
      leave(e);
      throw e;
    }
    run.migrationsMillis += Elapsed.millisSince(start);
  }

  /** What is applied is to be in the window, if that can be; otherwise the next run does it. */
  private void leave(PassingException cause) {
    if (cause.connectionLost() || moves.due() == null) {
      return;
    }
    session.rollback();
    try {
      own.settle();
    } catch (PassingException | RefusedException e) {
      session.rollback();
    }
  }

  /** One of several in a transaction; where that can't be, each of them by itself. */
  private void together(Migration asWritten, @Nullable Migration next) {
    long start = System.nanoTime();
    var migration = begins(asWritten, null);
    try {
      if (shared.apply(migration, retry, start)) {
        shared.commitBefore(next);
        run.migrationsMillis += Elapsed.millisSince(start);
      } else {
        begun(migration, null, next, start);
      }
    } catch (StatementFailure e) {
      if (commitsWithout(migration)) {
        throw failed(migration, e, start);
      }
    } catch (PassingException | DatabaseException e) {
      apart(e);
    }
  }

  /**
   * Commits what came before the one that failed; false where that couldn't be, so that each was
   * applied by itself, this one, too.
   */
  private boolean commitsWithout(Migration failed) {
    try {
      shared.commitWithoutLast();
      return true;
    } catch (PassingException | DatabaseException e) {
      apart(e);
      alone(failed, null, null); // fails again, unless that was the fault of the others
      return false;
    }
  }

  /** Each of those that can't be together by itself. */
  private void apart(RuntimeException cause) {
    if (!shared.isOpen() || (cause instanceof PassingException passing && ends(passing))) {
      throw cause;
    }
    progress.tell("again, one by one: " + cause.getMessage());
    for (var one : shared.undone()) {
      alone(one, null, null);
    }
  }

  private static boolean ends(PassingException cause) {
    return cause.connectionLost() || cause.failure().reason() == Reason.RUNNER_FAILED;
  }

  private CompatibilityWindow moved(Migration migration, WindowRow row) {
    var move = moves.with(migration, row.window());
    Moves.write(ledger, move);
    return move.window();
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
                hint(migration, e));
    session.begin(progress::tell);
    session.reset();
    entry.holds(ledger);
    moves.writeDue(ledger);
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
    moves.dueWritten();
    return new MigrationFailedException(failure);
  }

  private String hint(Migration migration, StatementFailure e) {
    var there = AlreadyThere.hint(session, migration, e);
    var half = there != null ? there : HalfRecreate.hint(session, e.said().getMessage());
    var again = half != null ? half : MadeAgain.hint(session, repeatables, e.said(), true);
    var hint = again != null ? again : ReadAgain.hint(session, e.said());
    if (!migration.transactional()) {
      var position = new BatchRow(session).running(migration.version());
      return (hint == null ? "" : hint + " ") + LeftOff.advice(e.number(), position);
    }
    return hint != null ? hint : "Correct the file; nothing of it stays in the database.";
  }
}
