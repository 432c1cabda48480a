package io.schemamigration.runner.script;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.TableDrops;
import io.schemamigration.core.sql.words.TemporaryObject;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.SqliteSettings;
import io.schemamigration.runner.db.ledger.HistoryColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's sqlite3. A check is a row for a table that takes none unless the condition holds; the
 * name of the constraint says what is wrong.
 */
public record Sqlite3() implements Client {
  private static final String BROKEN_KEYS =
      "SELECT \"table\" AS child, parent, count(*) AS n FROM pragma_foreign_key_check GROUP BY 1, 2";
  private static final String MILLIS_PER_DAY = "86400000";

  @Override
  public Sql sql() {
    return Sql.sqlite();
  }

  @Override
  public String call() {
    return "sqlite3 DATABASE < THIS_FILE";
  }

  @Override
  public String prologue() {
    return """
    .bail on
    .timeout 2000
    PRAGMA foreign_keys = ON;
    CREATE TEMP TABLE migrate_start (at REAL);
    """;
  }

  @Override
  public String epilogue() {
    return "\nDROP TABLE temp.migrate_start;\n";
  }

  @Override
  public String tell(String line) {
    return ".print \"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
  }

  @Override
  public String begin() {
    return """
    BEGIN IMMEDIATE;
    DELETE FROM temp.migrate_start;
    INSERT INTO temp.migrate_start VALUES (julianday('now'));
    """;
  }

  @Override
  public String lockRow() {
    return ""; // the transaction has the whole file
  }

  @Override
  public String demand(String condition, String message, String hint) {
    return table(message + ". " + hint) + "SELECT coalesce((" + condition + "), 0);\n" + GONE;
  }

  private static final String GONE = "DROP TABLE temp.migrate_demand;\n";

  private static String table(String message) {
    return "CREATE TEMP TABLE migrate_demand (holds CONSTRAINT "
        + Sql.quote(message)
        + " CHECK (holds));\nINSERT INTO temp.migrate_demand ";
  }

  @Override
  public String verify(String query, String where) {
    return table(where + ": verification failed: expected one row with true, 1 or ok")
        + "WITH v(x) AS (\n"
        + query
        + "\n) SELECT coalesce(count(*) = 1 AND min(lower(CAST(x AS TEXT)) IN ('t', 'true', '1', 'ok')), 0)"
        + " FROM v;\n"
        + GONE;
  }

  @Override
  public String literal(@Nullable String text) {
    return text == null ? "NULL" : "'" + text.replace("'", "''") + "'";
  }

  @Override
  public String metadata(String id, @Nullable String override) {
    return "json_object('step', "
        + tables().window().number()
        + ", 'id', "
        + literal(id)
        + (override == null ? "" : ", 'overrideOwner', " + literal(override))
        + ")";
  }

  @Override
  public String millis() {
    return millisSince("(SELECT at FROM temp.migrate_start)");
  }

  @Override
  public String millisSince(HistoryColumn time) {
    return millisSince("julianday(" + time + ")");
  }

  private static String millisSince(String day) {
    return "CAST((julianday('now') - " + day + ") * " + MILLIS_PER_DAY + " AS INTEGER)";
  }

  /** The database knows no users. */
  @Override
  public String user() {
    return literal(System.getProperty("user.name", "unknown"));
  }

  /** What was created by these words; what a trigger can't create, and SQLite has no procedures. */
  @Override
  public String fresh(List<Statement> before) {
    var text = new StringBuilder();
    for (var statement : before.reversed()) {
      var made = TemporaryObject.of(statement);
      if (made != null) {
        text.append("DROP ").append(made.kind()).append(" IF EXISTS temp.");
        text.append(made.name()).append(";\n");
      }
    }
    return text.toString();
  }

  @Override
  public String reset(List<Statement> statements) {
    var text = new StringBuilder();
    for (var statement : statements) {
      if (text.isEmpty() && SqliteSettings.mayChange(statement.sql())) {
        SqliteSettings.USUAL.forEach(s -> text.append("PRAGMA ").append(s).append(";\n"));
      }
    }
    return text.toString();
  }

  @Override
  public String waitForLocks() {
    return "";
  }

  @Override
  public String before(TableDrops drops) {
    return drops.enforced() ? "" : "PRAGMA foreign_keys = OFF;\n";
  }

  @Override
  public String begun(TableDrops drops) {
    return drops.enforced() ? "" : "CREATE TEMP TABLE migrate_keys AS " + BROKEN_KEYS + ";\n";
  }

  @Override
  public String done(TableDrops drops) {
    return drops.enforced()
        ? ""
        : demand(
                "NOT EXISTS (SELECT 1 FROM ("
                    + BROKEN_KEYS
                    + ") k LEFT JOIN temp.migrate_keys b ON b.child = k.child AND b.parent = k.parent"
                    + " WHERE k.n > coalesce(b.n, 0))",
                "the migration leaves foreign keys without their row",
                "Nothing of it stays.")
            + "DROP TABLE temp.migrate_keys;\n";
  }

  @Override
  public String after(TableDrops drops) {
    return drops.enforced() ? "" : "PRAGMA foreign_keys = ON;\n";
  }
}
