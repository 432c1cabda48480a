package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Where the two databases differ in SQL.
 *
 * @param dialect which of them
 * @param schema of the runner's tables, or null where the database has no schemas
 */
public record Sql(Dialect dialect, @Nullable String schema) {
  /** PostgreSQL, with the tables in that schema. */
  public static Sql postgresql(String schema) {
    return new Sql(Dialect.POSTGRESQL, schema);
  }

  /** SQLite. */
  public static Sql sqlite() {
    return new Sql(Dialect.SQLITE, null);
  }

  /** The qualified name of a table. */
  public String table(String name) {
    return schema == null ? name : quote(schema) + "." + name;
  }

  /** An expression for the present. */
  public String now() {
    return now(dialect);
  }

  /** An expression for the present. */
  public static String now(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> "clock_timestamp()";
      case SQLITE -> "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    };
  }

  /** An expression for that many minutes from now. */
  public String inMinutes(int minutes) {
    return switch (dialect) {
      case POSTGRESQL -> "clock_timestamp() + interval '" + minutes + " minutes'";
      case SQLITE -> "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+" + minutes + " minutes')";
    };
  }

  /** Appended to a query, keeps other writers away from its rows until the transaction ends. */
  public String lockRow() {
    return switch (dialect) {
      case POSTGRESQL -> " FOR UPDATE";
      case SQLITE -> ""; // the transaction has the whole file
    };
  }

  /** A constant. */
  public String bool(boolean value) {
    return switch (dialect) {
      case POSTGRESQL -> Boolean.toString(value);
      case SQLITE -> value ? "1" : "0";
    };
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

  /** A text between single quotes. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
