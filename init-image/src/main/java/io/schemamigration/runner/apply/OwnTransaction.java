package io.schemamigration.runner.apply;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.TransactionException;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.MigrationTransaction;
import io.schemamigration.runner.db.ledger.MigrationTransaction.Move;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.Statements;
import io.schemamigration.runner.run.WindowGuard;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A migration in a transaction of its own, with its history row and the window.
 *
 * <p>PostgreSQL needn't wait for the disk at each COMMIT: a crash that loses one loses all after
 * it, too. So where more follow, only the history row is written with the migration, and the window
 * is moved by a later COMMIT, which is waited for and makes all before it durable. What raises the
 * minimum is waited for at once: nothing older may start in between.
 */
final class OwnTransaction {
  /**
   * So much later than it could, the window is moved at most; one more migration may come to it.
   */
  private static final long LONGEST = Duration.ofMillis(200).toNanos();

  private final Session session;
  private final Ledger ledger;
  private final WindowGuard entry;
  private final RunState run;
  private final Moves moves;
  private final HistoryMetadata metadata;
  private final Progress progress;
  private long waited = System.nanoTime();

  OwnTransaction(
      Session session,
      WindowGuard entry,
      RunState run,
      Moves moves,
      HistoryMetadata metadata,
      Progress progress) {
    this.session = session;
    this.ledger = new Ledger(session);
    this.entry = entry;
    this.run = run;
    this.moves = moves;
    this.metadata = metadata;
    this.progress = progress;
  }

  /** Whether it can be sent as text. */
  static boolean isText(Migration migration) {
    if (!migration.transactional() || !migration.verifications().isEmpty()) {
      return false; // queries have to hold before the COMMIT
    }
    for (var statement : migration.up()) {
      if (statement.data() != null) {
        return false; // COPY is a conversation
      }
    }
    return true;
  }

  /**
   * Applies it.
   *
   * @param next what follows, or null
   */
  void apply(Migration migration, @Nullable Migration next, long start) throws StatementFailure {
    if (!isText(migration) || !inFrame(migration, next)) {
      settle();
      inTransaction(migration, start);
    }
  }

  /**
   * In as few messages as its text allows, where the database takes messages. Returns false where
   * it doesn't, and where the row turns out to be another's: then nothing was done.
   */
  private boolean inFrame(Migration migration, @Nullable Migration next) throws StatementFailure {
    var frame = session.frame();
    var before = moves.window();
    if (frame == null || before == null) {
      return false;
    }
    var move = moves.with(migration, before);
    boolean waits = waits(move, next);
    try {
      boolean held =
          new MigrationTransaction(frame, session.sql())
              .apply(entry.token(null), migration, waits ? move : null, metadata.text(migration));
      if (!held) {
        session.rollback();
      } else if (waits) {
        settled();
        moves.settled(migration.version(), move.window());
      } else {
        moves.applied(migration.version(), move);
      }
      return held;
    } catch (TransactionException e) {
      int number = e.statement();
      throw new StatementFailure(
          number == 0 ? null : migration.up().get(number - 1), number, e.said());
    }
  }

  private boolean waits(Move move, @Nullable Migration next) {
    var row = run.window;
    return run.apart
        || next == null
        || !isText(next)
        || row == null
        || !row.minimum().equals(move.window().minimum())
        || System.nanoTime() - waited >= LONGEST;
  }

  private void settled() {
    waited = System.nanoTime();
  }

  /** Moves the row to what was committed without waiting, and waits for that. */
  void settle() {
    var due = moves.due();
    if (due == null) {
      return;
    }
    session.begin(progress::tell);
    session.reset();
    entry.holds(ledger);
    Moves.write(ledger, due);
    session.commit();
    settled();
    moves.settled(due.window());
  }

  private void inTransaction(Migration migration, long start) throws StatementFailure {
    var keys = ForeignKeys.prepare(session, migration.up(), run.dangling);
    Statements.begin(session, migration.up(), progress);
    var row = entry.holds(ledger);
    if (doneByTwin(migration)) {
      session.rollback();
      moves.settled(migration.version(), row.window());
      return;
    }
    keys.begun();
    recorded(migration, keys, start);
    var move = moves.with(migration, row.window());
    Moves.write(ledger, move);
    Statements.commit(session);
    moves.settled(migration.version(), move.window());
  }

  /** Runs its statements and notes it, in the transaction of the caller. */
  void recorded(Migration migration, ForeignKeys keys, long start) throws StatementFailure {
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
  }

  /**
   * A Job that was deleted is created again with the same token while its first pod may still run.
   * On PostgreSQL the second waits for the advisory lock before it plans; on SQLite only each
   * transaction is exclusive, so that each has to ask.
   */
  boolean doneByTwin(Migration migration) {
    return session.dialect() == Dialect.SQLITE && ledger.isApplied(migration.version());
  }

  /** Begins, as the run whose row it is. */
  CompatibilityWindow begun() {
    session.begin(progress::tell);
    return entry.holds(ledger).window();
  }
}
