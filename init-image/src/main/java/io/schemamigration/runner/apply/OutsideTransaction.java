package io.schemamigration.runner.apply;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ConcurrentIndex;
import io.schemamigration.core.sql.words.StatementKind;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.backfill.Batches;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.Statements;
import io.schemamigration.runner.run.WindowGuard;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies a migration that can't run in one transaction (CREATE INDEX CONCURRENTLY, VACUUM …). A
 * {@code running} row exists before its first statement, and each statement that is done is noted.
 * Killed in between, it is resumed at the statement in question: an index left INVALID is dropped
 * and built again, what is found done is not done twice. After an error it is resumed there, too,
 * with what was corrected.
 */
final class OutsideTransaction {
  private static final String INTERRUPTED =
      "it commits by itself, and a run was interrupted in it: part of it may be done";
  private static final String KEPT =
      "What it has committed stays: look at it, and make sure that the statement can be run again.";

  private final Session session;
  private final Ledger ledger;
  private final RunningRow history;
  private final WindowGuard entry;
  private final RunState run;
  private final Consumer<String> told;

  OutsideTransaction(
      Session session, Ledger ledger, WindowGuard entry, RunState run, Consumer<String> told) {
    this.session = session;
    this.ledger = ledger;
    this.history = new RunningRow(session);
    this.entry = entry;
    this.run = run;
    this.told = told;
  }

  void apply(
      Migration migration,
      @Nullable Integer reached,
      String metadata,
      BiFunction<Migration, WindowRow, CompatibilityWindow> after)
      throws StatementFailure {
    long start = System.nanoTime();
    session.discard();
    int done = reached == null ? begin(migration, metadata) : reached;
    for (int i = done; i < migration.up().size(); i++) {
      var statement = migration.up().get(i);
      if (doneByTwin(migration.version(), i + 1)) {
        continue;
      }
      if (statement.backfill() != null) {
        var place = new Batches.Place(migration, i + 1);
        new Batches(session, ledger, entry, run, told::accept, place).run();
      } else if (statement.mayCommit()) {
        mayCommit(migration, statement, i + 1);
      } else if (StatementKind.transactional(session.dialect(), statement)) {
        inTransaction(migration, statement, i + 1);
      } else {
        byItself(migration, statement, i + 1, reached != null && i == done);
      }
    }
    session.begin(told);
    var row = entry.holds(ledger);
    Verifications.hold(session, migration.verifications(), migration.up().size());
    if (!history.completed(migration.version(), Elapsed.millisSince(start))) {
      session.rollback();
      ended(migration.version(), row);
      return;
    }
    var window = after.apply(migration, row);
    session.commit();
    run.window = window;
  }

  /**
   * From here on the migration counts as partly applied: the minimum is raised before its first
   * statement.
   *
   * @return how many statements an attempt that failed has done already
   */
  private int begin(Migration migration, String metadata) {
    var attempt = history.failed(migration.version());
    BeforeBegin.check(session.dialect(), migration, attempt);
    var positions = new BatchRow(session);
    var left = positions.failed(migration.version());
    Batches.check(session, migration, left);
    session.begin(told);
    var row = entry.holds(ledger);
    var twin = session.dialect() == Dialect.SQLITE ? history.done(migration.version()) : null;
    if (twin != null) {
      session.rollback();
      run.window = row.window();
      return twin;
    }
    int done = LeftOff.before(migration, history.failed(migration.version()));
    ledger.record(migration, HistoryStatus.RUNNING, 0, done, null, metadata);
    if (left != null) {
      positions.write(migration.version(), left);
    }
    var window = row.window().begun(migration.phase(), migration.version());
    if (migration.phase() != Phase.EXPAND) {
      ledger.move(window.minimum(), window.maximum(), row.pending(), null);
    }
    session.commit();
    run.window = window;
    return done;
  }

  /**
   * Whether another run with the same token has done that statement meanwhile. On PostgreSQL two of
   * them are never at work together: the lock between runners is the server's.
   */
  private boolean doneByTwin(Version version, int number) {
    if (session.dialect() != Dialect.SQLITE) {
      return false;
    }
    var done = history.done(version);
    if (done == null) {
      throw entry.superseded(ledger.row(false));
    }
    return done >= number;
  }

  /** Another run has ended it: nothing is left to do, or to be believed. */
  private void ended(Version version, WindowRow row) {
    if (!ledger.isApplied(version)) {
      throw entry.superseded(row);
    }
    run.window = row.window();
  }

  private void byItself(Migration migration, Statement statement, int number, boolean again)
      throws StatementFailure {
    var built = ConcurrentIndex.of(statement);
    boolean there = built != null && !dropInvalid(built, statement, number);
    if (ConcurrentIndex.keepsOthersWorking(statement)) {
      session.waitForLocks();
    }
    try {
      Statements.execute(session, statement, number);
    } catch (StatementFailure e) {
      if (!again || !found(e, built, there, statement)) {
        leaveNothing(built, statement, number);
        throw e;
      }
      told.accept("statement " + number + " was already done when the run was interrupted");
    }
    note(migration.version(), number);
  }

  /** Whether the error says that the interrupted run had done it. */
  private static boolean found(
      StatementFailure e, @Nullable ConcurrentIndex built, boolean there, Statement statement) {
    return switch (e.said().state()) {
      case "42P07" -> built != null && there;
      case "42704" -> ConcurrentIndex.drops(statement);
      default -> false;
    };
  }

  /** Returns false where the index exists and is valid after this, true otherwise. */
  private boolean dropInvalid(ConcurrentIndex built, Statement statement, int number)
      throws StatementFailure {
    var index = session.index(String.valueOf(built.name()), built.table());
    if (index == null) {
      return true;
    }
    if (!index.valid()) {
      told.accept("dropping the INVALID index " + index.name() + ", left by an interrupted build");
      InvalidIndex.drop(session, index.name(), statement, number);
    }
    return !index.valid();
  }

  /** A build that failed leaves an INVALID index, which a corrected file may name otherwise. */
  private void leaveNothing(@Nullable ConcurrentIndex built, Statement statement, int number) {
    if (built == null) {
      return;
    }
    try {
      dropInvalid(built, statement, number);
    } catch (StatementFailure e) {
      told.accept("an INVALID index is left: " + e.getMessage());
    }
  }

  /**
   * In a transaction, so that it is done and noted in one; by itself only where it turns out that
   * it commits, or makes a replication slot. Interrupted then, nobody knows how far it came, and a
   * person has to look.
   */
  private void mayCommit(Migration migration, Statement statement, int number)
      throws StatementFailure {
    if (history.sent(migration.version(), number)) {
      throw new StatementFailure(statement, number, SqlFailure.unexpected(INTERRUPTED, KEPT));
    }
    try {
      inTransaction(migration, statement, number);
      return;
    } catch (StatementFailure e) {
      if (!needsNone(e, statement)) {
        throw e;
      }
      session.rollback();
    }
    session.begin(told);
    entry.holds(ledger);
    history.send(migration.version(), number);
    session.commit();
    try {
      Statements.execute(session, statement, number);
    } catch (StatementFailure e) {
      throw new StatementFailure(statement, number, e.said().withHint(KEPT));
    }
    note(migration.version(), number);
  }

  private boolean needsNone(StatementFailure e, Statement statement) {
    return switch (e.said().state()) {
      case "2D000" -> true;
      case "25001" -> StatementKind.makesSlot(session.dialect(), statement);
      default -> false;
    };
  }

  /** Done and noted in one: it is never done twice. */
  private void inTransaction(Migration migration, Statement statement, int number)
      throws StatementFailure {
    var keys = ForeignKeys.prepare(session, List.of(statement));
    session.begin(told);
    var row = entry.holds(ledger);
    if (doneByTwin(migration.version(), number)) {
      session.rollback();
      return;
    }
    keys.begun();
    Statements.execute(session, statement, number);
    checked(keys, statement, number);
    session.reset();
    if (!history.advanced(migration.version(), number)) {
      throw entry.superseded(row); // and the statement is rolled back
    }
    session.commit();
  }

  private void checked(ForeignKeys keys, Statement statement, int number) throws StatementFailure {
    try {
      keys.check(told);
    } catch (SqlFailure e) {
      throw new StatementFailure(statement, number, e);
    }
  }

  private void note(Version version, int number) {
    session.reset();
    session.begin(told);
    var row = entry.holds(ledger);
    if (!history.advanced(version, number) && !doneByTwin(version, number)) {
      throw entry.superseded(row);
    }
    session.commit();
  }
}
