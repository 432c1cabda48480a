package io.schemamigration.runner.step;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.StatementKind;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Ledger;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.WindowRow;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies a migration that can't run in one transaction (CREATE INDEX CONCURRENTLY, VACUUM …). A
 * {@code running} row is there before its first statement, and each statement that is done is
 * noted. Killed in between, it is taken up at the statement in question: an index left INVALID is
 * dropped and built again, what is found done is not done twice.
 */
final class Unframed {
  private static final Pattern INDEX =
      Pattern.compile(
          "(?is)^\\s*(create|drop)\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?"
              + "((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?:\\.(?:\"(?:[^\"]|\"\")+\"|[\\w$]+))?)");

  private final Session session;
  private final Ledger ledger;
  private final Entry entry;
  private final Consumer<String> told;

  Unframed(Session session, Ledger ledger, Entry entry, Consumer<String> told) {
    this.session = session;
    this.ledger = ledger;
    this.entry = entry;
    this.told = told;
  }

  void apply(
      Migration migration,
      @Nullable Integer reached,
      String metadata,
      BiConsumer<Migration, WindowRow> after)
      throws StatementFailure {
    long start = System.nanoTime();
    int done = reached == null ? 0 : reached;
    if (reached == null) {
      begin(migration, metadata);
    }
    for (int i = done; i < migration.up().size(); i++) {
      var statement = migration.up().get(i);
      if (StatementKind.transactional(session.dialect(), statement)) {
        inTransaction(migration, statement, i + 1);
      } else {
        byItself(migration, statement, i + 1, reached != null && i == done);
      }
    }
    session.begin(told);
    var row = entry.holds(ledger);
    ledger.completed(migration.version(), Duration.ofNanos(System.nanoTime() - start).toMillis());
    after.accept(migration, row);
    session.commit();
  }

  /**
   * From here on the migration counts as partly applied: the minimum is raised before its first
   * statement.
   */
  private void begin(Migration migration, String metadata) {
    session.begin(told);
    var row = entry.holds(ledger);
    ledger.record(migration, "running", 0, 0, null, metadata);
    if (migration.phase() != Phase.EXPAND) {
      var minimum = Version.max(row.window().minimum(), migration.version());
      ledger.move(minimum, Version.max(row.window().maximum(), minimum), row.pending(), null);
    }
    session.commit();
  }

  private void byItself(Migration migration, Statement statement, int number, boolean again)
      throws StatementFailure {
    var index = INDEX.matcher(statement.sql());
    boolean named = index.find();
    if (named && session.invalidIndex(index.group(2))) {
      told.accept(
          "drops the INVALID index " + index.group(2) + ", left by a build that didn't end");
      Applier.execute(
          session,
          migration,
          new Statement("DROP INDEX CONCURRENTLY IF EXISTS " + index.group(2), statement.line()),
          number);
    }
    try {
      Applier.execute(session, migration, statement, number);
    } catch (StatementFailure e) {
      boolean found =
          named && again && (e.said().state().equals("42P07") || e.said().state().equals("42704"));
      if (!found) {
        throw e;
      }
      told.accept("statement " + number + " had been done before the run was interrupted");
    }
    note(migration.version(), number);
  }

  /** Done and noted in one: it is never done twice. */
  private void inTransaction(Migration migration, Statement statement, int number)
      throws StatementFailure {
    session.begin(told);
    entry.holds(ledger);
    Applier.execute(session, migration, statement, number);
    session.reset();
    ledger.reached(migration.version(), number);
    session.commit();
  }

  private void note(Version version, int number) {
    session.reset();
    session.begin(told);
    entry.holds(ledger);
    ledger.reached(version, number);
    session.commit();
  }
}
