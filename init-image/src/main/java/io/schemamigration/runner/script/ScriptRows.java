package io.schemamigration.runner.script;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.StatementKind;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.HistoryColumn;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.HistoryTable;
import io.schemamigration.runner.db.ledger.TableSql;
import io.schemamigration.runner.db.ledger.WindowTable;
import io.schemamigration.runner.foresee.ScriptPlan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a script asks of the two tables, and writes into them. */
record ScriptRows(Client client, ScriptPlan course) {
  static final String ANEW = "See migrate status, and make a new script: migrate sql.";

  private HistoryTable history() {
    return client.tables().history();
  }

  private WindowTable window() {
    return client.tables().window();
  }

  private String text(TableSql sql) {
    return sql.text(client::literal);
  }

  boolean ofSqlite() {
    return switch (client) {
      case Psql psql -> false;
      case Sqlite3 sqlite -> true;
    };
  }

  boolean transactional(Statement statement) {
    return StatementKind.transactional(dialect(), statement);
  }

  Dialect dialect() {
    return ofSqlite() ? Dialect.SQLITE : Dialect.POSTGRESQL;
  }

  /** The row is still the script's own, and stays so until the transaction ends. */
  String holds() {
    return client.lockRow()
        + demand(
            text(window().heldBy(course.id())),
            "another run has taken this database over since the script began",
            ANEW);
  }

  String notApplied(Version version) {
    return notApplied(List.of(version));
  }

  String notApplied(List<Version> versions) {
    if (versions.isEmpty()) {
      return "";
    }
    var words =
        versions.size() == 1
            ? "migration " + versions.getFirst() + " is"
            : "a version of the script is";
    return demand(text(history().noneApplied(versions)), words + " applied already", ANEW);
  }

  private String demand(String condition, String message, String hint) {
    return client.demand(condition, message, hint);
  }

  /**
   * The history row of a migration.
   *
   * @param millis an expression
   */
  String record(Migration migration, HistoryStatus status, String millis, int statement) {
    return end(history().insert(HistoryRow.of(migration, status, statement), computed(millis)));
  }

  /** What the database knows better when the script runs, which may be elsewhere. */
  private Map<HistoryColumn, TableSql> computed(String millis) {
    return Map.of(
        HistoryColumn.EXECUTION_TIME_MS,
        TableSql.of(millis),
        HistoryColumn.APPLIED_BY,
        TableSql.of(client.user()),
        HistoryColumn.METADATA,
        TableSql.of(client.metadata(course.id(), course.override())));
  }

  private String end(TableSql sql) {
    return text(sql) + ";\n";
  }

  String reached(Version version, int statement) {
    return end(history().reached(version, statement));
  }

  String completed(Version version) {
    var millis = TableSql.of(client.millisSince(HistoryColumn.APPLIED_AT));
    return end(history().completed(version, millis));
  }

  /** A repeatable file has one row, which each run brings up to date. */
  String ran(Repeatable file) {
    var row = HistoryRow.of(file, HistoryStatus.COMPLETED, file.statements().size());
    var computed = computed(client.millis());
    return end(history().refresh(row, computed)) + end(history().insertFirst(row, computed));
  }

  /** The ends of the window before the first statement of one that isn't one transaction. */
  String raise(CompatibilityWindow window) {
    return end(window().move(window.minimum(), window.maximum(), null, null));
  }

  /**
   * Where the window is with a migration.
   *
   * @param minimum null where it stays as it is
   */
  String move(@Nullable Version minimum, Version maximum, Collection<Version> pending) {
    return end(window().move(minimum, maximum, pending, course.source().digest()));
  }
}
