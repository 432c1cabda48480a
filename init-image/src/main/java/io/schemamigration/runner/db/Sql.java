package io.schemamigration.runner.db;

import org.jspecify.annotations.Nullable;

/**
 * Where the two databases differ in SQL.
 *
 * @param history qualified name of the history
 * @param window qualified name of the window
 * @param now expression for the present
 * @param claimEnd expression for the end of a claim made now
 * @param createHistory statement
 * @param createIndex statement
 * @param createWindow statement
 * @param tablesExist query: one row with whether the history and the window are there
 * @param othersExist query: one row with whether there are tables that aren't ours
 * @param lockRow appended to the query of the window row
 */
public record Sql(
    String history,
    String window,
    String now,
    String claimEnd,
    String createHistory,
    String createIndex,
    String createWindow,
    String tablesExist,
    String othersExist,
    String lockRow) {

  private static final String HISTORY = "schema_migration_history";
  private static final String WINDOW = "schema_migration_window";
  private static final String APPLIED_ONCE =
      " (version) WHERE status IN ('running', 'completed', 'baselined')";
  private static final String STATES =
      "CHECK (status IN ('running', 'completed', 'failed', 'rolled_back', 'baselined'))";

  /** PostgreSQL, with the tables in that schema. */
  public static Sql postgresql(String schema) {
    var prefix = quote(schema) + ".";
    return new Sql(
        prefix + HISTORY,
        prefix + WINDOW,
        "clock_timestamp()",
        "clock_timestamp() + interval '10 minutes'",
        "CREATE TABLE IF NOT EXISTS "
            + prefix
            + HISTORY
            + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, version text NOT NULL, description text NOT NULL,"
            + " phase text, checksum text, status text NOT NULL "
            + STATES
            + ", applied_at timestamptz NOT NULL DEFAULT clock_timestamp(), execution_time_ms bigint, applied_by text,"
            + " hostname text, statement integer NOT NULL DEFAULT 0, error_message text, rollback_at timestamptz,"
            + " metadata jsonb)",
        "CREATE UNIQUE INDEX IF NOT EXISTS "
            + HISTORY
            + "_applied_once ON "
            + prefix
            + HISTORY
            + APPLIED_ONCE,
        "CREATE TABLE IF NOT EXISTS "
            + prefix
            + WINDOW
            + " (id integer PRIMARY KEY CHECK (id = 1), minimum text NOT NULL, maximum text NOT NULL, claim text,"
            + " claim_expires_at timestamptz, claim_firm boolean NOT NULL DEFAULT false, step_number bigint NOT NULL,"
            + " step_id text NOT NULL, digest text, owner text, pending text NOT NULL DEFAULT '',"
            + " updated_at timestamptz NOT NULL DEFAULT clock_timestamp())",
        "SELECT "
            + truth("to_regclass('" + literal(prefix + HISTORY) + "') IS NOT NULL")
            + ", "
            + truth("to_regclass('" + literal(prefix + WINDOW) + "') IS NOT NULL"),
        "SELECT "
            + truth(
                "EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = '"
                    + literal(schema)
                    + "' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                    + " AND c.relname NOT IN ('"
                    + HISTORY
                    + "', '"
                    + WINDOW
                    + "') AND NOT EXISTS (SELECT 1 FROM"
                    + " pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND"
                    + " d.deptype = 'e'))"),
        " FOR UPDATE");
  }

  /** SQLite. */
  public static Sql sqlite() {
    var now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    return new Sql(
        HISTORY,
        WINDOW,
        now,
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 minutes')",
        "CREATE TABLE IF NOT EXISTS "
            + HISTORY
            + " (id INTEGER PRIMARY KEY AUTOINCREMENT, version TEXT NOT NULL, description TEXT NOT NULL, phase TEXT,"
            + " checksum TEXT, status TEXT NOT NULL "
            + STATES
            + ", applied_at TEXT NOT NULL DEFAULT ("
            + now
            + "), execution_time_ms INTEGER, applied_by TEXT, hostname TEXT, statement INTEGER NOT NULL DEFAULT 0,"
            + " error_message TEXT, rollback_at TEXT, metadata TEXT)",
        "CREATE UNIQUE INDEX IF NOT EXISTS "
            + HISTORY
            + "_applied_once ON "
            + HISTORY
            + APPLIED_ONCE,
        "CREATE TABLE IF NOT EXISTS "
            + WINDOW
            + " (id INTEGER PRIMARY KEY CHECK (id = 1), minimum TEXT NOT NULL, maximum TEXT NOT NULL, claim TEXT,"
            + " claim_expires_at TEXT, claim_firm INTEGER NOT NULL DEFAULT 0, step_number INTEGER NOT NULL, step_id TEXT"
            + " NOT NULL, digest TEXT, owner TEXT, pending TEXT NOT NULL DEFAULT '', updated_at TEXT NOT NULL DEFAULT ("
            + now
            + "))",
        "SELECT "
            + truth("EXISTS (SELECT 1 FROM sqlite_master WHERE name = '" + HISTORY + "')")
            + ", "
            + truth("EXISTS (SELECT 1 FROM sqlite_master WHERE name = '" + WINDOW + "')"),
        "SELECT "
            + truth(
                "EXISTS (SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE"
                    + " 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('"
                    + HISTORY
                    + "', '"
                    + WINDOW
                    + "'))"),
        "");
  }

  /** An identifier as SQL writes it. */
  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** A condition as the text {@code true} or {@code false}, alike in both databases. */
  public static String truth(String condition) {
    return "CASE WHEN " + condition + " THEN 'true' ELSE 'false' END";
  }

  /**
   * A text with backslashes escaped, so that it means the same whatever PostgreSQL's settings are.
   */
  public static String escaped(@Nullable String text) {
    return text == null ? "NULL" : "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String literal(String text) {
    return text.replace("'", "''");
  }
}
