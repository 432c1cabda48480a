package io.schemamigration.runner.script;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.TableDrops;
import io.schemamigration.core.sql.words.TransactionMode;
import io.schemamigration.runner.db.Patience;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.ledger.HistoryColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's psql. A check is a block that raises an exception: it leaves the transaction unable
 * to continue, whatever the client does about errors.
 *
 * @param sql where the tables are
 * @param schema they are in
 * @param searchPath of a run on this database, or null where only the server will know
 * @param patience with locks and statements
 */
public record Psql(Sql sql, String schema, @Nullable String searchPath, Patience patience)
    implements Client {

  @Override
  public String call() {
    return "psql -X -f THIS_FILE DATABASE";
  }

  @Override
  public String prologue() {
    var here =
        searchPath != null
            ? ""
            : demand(
                "current_schema() = " + literal(schema),
                "this session's schema isn't " + schema,
                "Make the script with --history-schema and the schema that SELECT current_schema() gives.");
    return """
    \\set ON_ERROR_STOP on
    \\set ON_ERROR_ROLLBACK off
    \\set AUTOCOMMIT on
    \\set QUIET on
    """
        + settings()
        + here
        + "-- no other runner may be at work; the lock lasts as long as this session\n"
        + lock();
  }

  /** A session that has just ended keeps its lock for a moment. */
  private String lock() {
    return block(
        "FOR i IN 1..20 LOOP IF pg_try_advisory_lock("
            + key()
            + ") THEN RETURN; END IF; PERFORM pg_sleep(0.25); END LOOP; RAISE EXCEPTION USING MESSAGE = "
            + literal("another runner is at work on schema " + schema)
            + ", HINT = 'Wait until it is done, and run the script again.';");
  }

  private String key() {
    return "hashtextextended(" + literal("schema-migration " + schema) + ", 0)";
  }

  @Override
  public String epilogue() {
    return "\n" + block("PERFORM pg_advisory_unlock(" + key() + ");");
  }

  private String settings() {
    var path =
        searchPath == null
            ? ""
            : block("PERFORM set_config('search_path', " + literal(searchPath) + ", false);");
    return "SET client_encoding = 'UTF8';\n"
        + path
        + "SET lock_timeout = "
        + literal(patience.lockTimeout())
        + ";\nSET statement_timeout = "
        + literal(patience.statementTimeout())
        + ";\nSET standard_conforming_strings = on;\n";
  }

  private static String block(String body) {
    var tag = "$migrate$";
    for (int i = 1; body.contains(tag); i++) {
      tag = "$migrate" + i + "$";
    }
    return "DO " + tag + " BEGIN " + body + " END " + tag + ";\n";
  }

  @Override
  public String tell(String line) {
    return "\\echo '" + line.replace("\\", "\\\\").replace("'", "''") + "'\n";
  }

  @Override
  public String begin() {
    return "BEGIN;\n";
  }

  @Override
  public String begin(List<Statement> statements) {
    var mode = TransactionMode.of(Dialect.POSTGRESQL, statements);
    return ("BEGIN " + mode.text()).strip() + ";\n";
  }

  @Override
  public String lockRow() {
    return block("PERFORM 1 FROM " + tables().window().name() + sql.lockRow() + ";");
  }

  @Override
  public String demand(String condition, String message, String hint) {
    return block(
        "IF ("
            + condition
            + ") IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = "
            + literal(message)
            + ", HINT = "
            + literal(hint)
            + "; END IF;");
  }

  @Override
  public String verify(String query, String where) {
    return demand(
        "SELECT count(*) = 1 AND bool_and(lower(v.x::text) IN ('t', 'true', '1', 'ok')) FROM (\n"
            + query
            + "\n) AS v(x)",
        where + ": verification failed: expected one row with true, 1 or ok",
        "Nothing of the migration stays.");
  }

  @Override
  public String literal(@Nullable String text) {
    return Sql.escaped(text);
  }

  @Override
  public String metadata(String id, @Nullable String override) {
    return "jsonb_build_object('step', "
        + tables().window().number()
        + ", 'id', "
        + literal(id)
        + "::text"
        + (override == null ? "" : ", 'overrideOwner', " + literal(override) + "::text")
        + ")";
  }

  @Override
  public String millis() {
    return "floor(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)";
  }

  @Override
  public String millisSince(HistoryColumn time) {
    return "floor(extract(epoch FROM clock_timestamp() - " + time + ") * 1000)";
  }

  @Override
  public String user() {
    return "session_user";
  }

  @Override
  public String fresh(List<Statement> before) {
    return before.isEmpty()
        ? ""
        : "CLOSE ALL;\nDEALLOCATE ALL;\nDISCARD TEMP;\nDISCARD SEQUENCES;\nUNLISTEN *;\n"
            + block(
                "PERFORM pg_advisory_xact_lock("
                    + key()
                    + "); PERFORM pg_advisory_unlock_all(); PERFORM pg_advisory_lock("
                    + key()
                    + ");");
  }

  @Override
  public String reset(List<Statement> statements) {
    return "RESET SESSION AUTHORIZATION;\nRESET ROLE;\nRESET ALL;\n" + settings();
  }

  @Override
  public String waitForLocks() {
    return "SET lock_timeout = 0;\n";
  }

  @Override
  public String before(TableDrops drops) {
    return "";
  }

  @Override
  public String begun(TableDrops drops) {
    return "";
  }

  @Override
  public String done(TableDrops drops) {
    return "";
  }

  @Override
  public String after(TableDrops drops) {
    return "";
  }
}
