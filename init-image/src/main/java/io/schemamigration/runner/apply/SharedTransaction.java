package io.schemamigration.runner.apply;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.StatementKind;
import io.schemamigration.core.sql.words.TableDrops;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqliteSettings;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.run.LockRetry;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's migrations that follow each other in one transaction, since each COMMIT waits for the
 * disk. Each but the first has a savepoint, so that its failure leaves those before it alone.
 *
 * <p>What is checked at COMMIT would be checked once for all of them, and one could pass that fails
 * alone: where a constraint is deferred, nothing is shared.
 */
final class SharedTransaction {
  /** So much longer others wait for the file at most. */
  private static final long LONGEST = Duration.ofMillis(200).toNanos();

  private static final String SAVEPOINT = "schema_migration_step";

  private final Session session;
  private final Ledger ledger;
  private final RunState run;
  private final Moves moves;
  private final OwnTransaction own;
  private final List<Migration> members = new ArrayList<>();
  private long begun;
  private @Nullable Migration asked;
  private boolean taken;

  SharedTransaction(Session session, RunState run, Moves moves, OwnTransaction own) {
    this.session = session;
    this.ledger = new Ledger(session);
    this.run = run;
    this.moves = moves;
    this.own = own;
  }

  /**
   * Whether the migration is to be in it.
   *
   * @param next what follows, or null: one that is alone shares nothing
   */
  boolean takes(Migration migration, @Nullable Migration next) {
    return takes(migration) && (!members.isEmpty() || (next != null && takes(next)));
  }

  /** Asked twice of each, and of long files, too. */
  @SuppressWarnings("ReferenceEquality") // the same one; comparing what is in it takes as long
  private boolean takes(Migration migration) {
    if (migration != asked) {
      asked = migration;
      taken = isTaken(migration);
    }
    return taken && !run.apart && run.dangling.found().isEmpty();
  }

  private boolean isTaken(Migration migration) {
    if (session.dialect() != Dialect.SQLITE
        || !migration.transactional()
        || !TableDrops.of(migration.up()).enforced()) {
      return false;
    }
    for (var statement : migration.up()) {
      if (!takes(statement)) {
        return false;
      }
    }
    return true;
  }

  /** Not what sets the connection, ends savepoints, or makes a constraint that waits for COMMIT. */
  private static boolean takes(Statement statement) {
    return !SqliteSettings.mayChange(statement.sql())
        && !StatementKind.transactionControl(Dialect.SQLITE, statement)
        && !isDeferred(statement.sql());
  }

  private static boolean isDeferred(String sql) {
    return sql.toUpperCase(Locale.ROOT).contains("DEFERRED");
  }

  /**
   * Applies it; committed is that later.
   *
   * @return false where it has to be alone: then nothing was done
   */
  boolean apply(Migration migration, LockRetry retry, long start) throws StatementFailure {
    var keys = ForeignKeys.prepare(session, migration.up(), run.dangling);
    if (members.isEmpty()) {
      if (!opened(migration, retry)) {
        return false;
      }
    } else if (own.doneByTwin(migration)) {
      commit();
      return false;
    } else {
      members.add(migration);
      session.update("SAVEPOINT " + SAVEPOINT);
    }
    own.recorded(migration, keys, start);
    if (members.size() > 1) {
      session.update("RELEASE " + SAVEPOINT);
    }
    var before = Objects.requireNonNull(moves.window());
    moves.applied(migration.version(), moves.with(migration, before));
    return true;
  }

  private boolean opened(Migration first, LockRetry retry) throws StatementFailure {
    retry.with(() -> run.window = own.begun());
    run.apart = isAnyDeferred();
    if (run.apart || own.doneByTwin(first)) {
      session.rollback();
      return false;
    }
    members.add(first);
    begun = System.nanoTime();
    return true;
  }

  private boolean isAnyDeferred() {
    return !session
        .query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND sql LIKE '%DEFERRED%' LIMIT 1")
        .isEmpty();
  }

  /** Commits all of them where nothing more is to come to them. */
  void commitBefore(@Nullable Migration next) {
    boolean more = next != null && takes(next) && System.nanoTime() - begun < LONGEST;
    if (!more) {
      commit();
    }
  }

  private void commit() {
    var due = moves.due();
    if (due != null) {
      Moves.write(ledger, due);
      session.commit();
      moves.settled(due.window());
    }
    members.clear();
  }

  /** Rolls back the one that began last, and commits those before it. */
  void commitWithoutLast() {
    var last = members.removeLast();
    run.inFlight.remove(last.version());
    if (members.isEmpty()) {
      session.rollback();
      return;
    }
    session.update("ROLLBACK TO " + SAVEPOINT);
    commit();
  }

  boolean isOpen() {
    return !members.isEmpty();
  }

  /** Rolls back all of them; returns them, each of which is to be applied by itself. */
  List<Migration> undone() {
    session.rollback();
    moves.undone();
    run.apart = true;
    var undone = List.copyOf(members);
    members.clear();
    return undone;
  }
}
