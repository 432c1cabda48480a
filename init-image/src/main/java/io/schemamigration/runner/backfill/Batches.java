package io.schemamigration.runner.backfill;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.backfill.BatchSql;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.backfill.Bystanders;
import io.schemamigration.runner.db.backfill.KeyColumn;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.LockRetry;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.WindowGuard;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement in batches. The rows of a batch and its position in the history are one
 * transaction, in which the position is read, too: a batch is done once, no matter who dies.
 */
public final class Batches {
  private final Session session;
  private final Ledger ledger;
  private final WindowGuard entry;
  private final LockRetry retry;
  private final Progress progress;
  private final Version version;
  private final Statement statement;
  private final int number;
  private final Backfill backfill;
  private final BatchSql sql;
  private final KeyColumn keys;
  private final BatchRow row;
  private final Throttle courtesy;
  private final BatchSize size;
  private Duration took = Duration.ZERO;
  private boolean waiting;

  public Batches(
      Session session,
      Ledger ledger,
      WindowGuard entry,
      RunState run,
      Progress progress,
      Place place) {
    this.session = session;
    this.ledger = ledger;
    this.entry = entry;
    this.retry = new LockRetry(session, run, progress);
    this.progress = progress;
    this.version = place.migration().version();
    this.statement = place.statement();
    this.number = place.number();
    this.backfill = Objects.requireNonNull(statement.backfill(), "backfill");
    this.sql = BatchSql.of(session.dialect(), statement);
    this.keys = new KeyColumn(session, backfill);
    this.row = new BatchRow(session);
    this.courtesy = new Throttle(session, ledger, entry, backfill, progress::tell);
    this.size = new BatchSize(backfill.batch());
  }

  /**
   * A statement of a migration.
   *
   * @param number from 1
   */
  public record Place(Migration migration, int number) {
    Statement statement() {
      return migration.up().get(number - 1);
    }
  }

  /**
   * Refuses what is known to be wrong before anything is done. A table that the migration itself
   * makes or changes before is looked at later.
   *
   * @param left where an attempt that failed has ended, or null
   */
  public static void check(Session session, Migration migration, @Nullable BatchPosition left) {
    for (int i = 0; i < migration.up().size(); i++) {
      var statement = migration.up().get(i);
      var backfill = statement.backfill();
      if (left != null
          && left.statement() == i + 1
          && (backfill == null || !backfill.of().equals(left.of()))) {
        throw other(migration, statement, left);
      }
      if (backfill == null || namedBefore(session, migration, i, backfill)) {
        continue;
      }
      var trouble = new KeyColumn(session, backfill).trouble();
      if (trouble != null) {
        throw refused(migration, statement, Reason.INVALID_MIGRATIONS, trouble);
      }
    }
  }

  private static boolean namedBefore(
      Session session, Migration migration, int index, Backfill backfill) {
    var name = backfill.tableName(session.dialect());
    for (var statement : migration.up().subList(0, index)) {
      var sql = statement.sql();
      for (int at = 0; at + name.length() <= sql.length(); at++) {
        if (sql.regionMatches(true, at, name, 0, name.length())) {
          return true;
        }
      }
    }
    return false;
  }

  private static RefusedException other(
      Migration migration, Statement statement, BatchPosition left) {
    return refused(
        migration,
        statement,
        Reason.CHECKSUM_MISMATCH,
        new KeyColumn.Trouble(
            "statement "
                + left.statement()
                + " was a backfill of "
                + left.of()
                + " and stopped halfway: "
                + left.words(),
            "Walk through the same key, or start again: migrate mark-rolled-back "
                + migration.version()));
  }

  private static RefusedException refused(
      Migration migration, Statement statement, Reason reason, KeyColumn.Trouble trouble) {
    return new RefusedException(
        Failure.at(migration.version(), migration.file())
            .line(statement.line())
            .failure(reason, trouble.message(), trouble.hint()));
  }

  /** Runs it to its end, from where it is. */
  public void run() throws StatementFailure {
    session.reached().at(number);
    var telling = new BatchProgress(backfill, keys.about(), progress, session.reached());
    courtesy.before();
    retry.with(this::begin);
    var position = row.running(version);
    if (position != null && position.statement() == number) {
      telling.begins(position);
      while (batch()) {
        telling.done(Objects.requireNonNull(row.running(version)));
        courtesy.after(took, waiting);
      }
      telling.ends(Objects.requireNonNull(row.running(version)));
    }
  }

  /** What is to be walked through is decided once. */
  private void begin() throws StatementFailure {
    session.begin(progress::tell);
    entry.holds(ledger);
    var before = row.running(version);
    if (before == null || before.statement() != number) {
      var trouble = keys.trouble();
      if (trouble != null) {
        throw failure(SqlFailure.unexpected(trouble.message(), trouble.hint()));
      }
      try {
        var ends = keys.ends();
        if (ends == null) {
          new RunningRow(session).reached(version, number);
        } else {
          row.write(
              version,
              new BatchPosition(
                  number, backfill.of(), ends.type(), ends.first(), ends.end(), null, 0, 0));
        }
      } catch (SqlFailure e) {
        throw failure(e);
      }
    }
    session.commit();
  }

  /** One batch; false when none is left. */
  private boolean batch() throws StatementFailure {
    courtesy.before();
    var more = new boolean[1];
    retry.with(() -> more[0] = transaction());
    return more[0];
  }

  private boolean transaction() throws StatementFailure {
    long start = System.nanoTime();
    session.begin(progress::tell);
    entry.holds(ledger);
    var position = row.running(version);
    if (position == null || position.statement() != number) {
      throw new IllegalStateException("the position of statement " + number + " is gone");
    }
    var range = change(position);
    waiting = range != null && new Bystanders(session).blocked() > 0;
    commit();
    took = Duration.ofNanos(System.nanoTime() - start);
    if (range != null) {
      size.took(range.keys(), took, waiting);
    }
    return range != null;
  }

  private KeyColumn.@Nullable Range change(BatchPosition position) throws StatementFailure {
    try {
      var range = keys.next(position, size.keys());
      if (range == null) {
        new RunningRow(session).reached(version, number);
        return null;
      }
      int ends = sql.ends().size();
      var values = new Object[ends];
      for (int i = 0; i < ends; i++) {
        values[i] =
            switch (sql.ends().get(i)) {
              case FROM -> range.from();
              case UPTO -> range.uptoValue();
            };
      }
      long changed = session.change(sql.sql(), values);
      session.reset();
      row.write(version, position.after(range, changed));
      return range;
    } catch (SqlFailure e) {
      throw failure(e);
    }
  }

  /** What a batch deferred, such as a constraint, is checked here. */
  private void commit() throws StatementFailure {
    try {
      session.commit();
    } catch (DatabaseException e) {
      throw failure(e.failure());
    }
  }

  private StatementFailure failure(SqlFailure said) {
    return new StatementFailure(statement, number, said);
  }
}
