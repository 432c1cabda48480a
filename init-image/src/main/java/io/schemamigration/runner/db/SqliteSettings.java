package io.schemamigration.runner.db;

import java.util.List;
import java.util.Properties;

/** What a migration may set for a connection to SQLite and that isn't kept in the file. */
public final class SqliteSettings {
  static final String BUSY_MILLIS = "2000";

  /** As a migration finds them, each as {@code PRAGMA} takes it. */
  public static final List<String> USUAL =
      List.of(
          "query_only = OFF",
          "legacy_alter_table = OFF",
          "ignore_check_constraints = OFF",
          "recursive_triggers = OFF",
          "writable_schema = RESET",
          "reverse_unordered_selects = OFF",
          "case_sensitive_like = OFF",
          "locking_mode = NORMAL",
          "busy_timeout = " + BUSY_MILLIS);

  private SqliteSettings() {}

  /** For a connection that takes all that SQLite itself takes; the driver is stricter. */
  static Properties unlimited() {
    var properties = new Properties();
    for (var limit : List.of("limit_sql_length", "limit_function_arg")) {
      properties.setProperty(limit, String.valueOf(Integer.MAX_VALUE)); // SQLite takes its own
    }
    return properties;
  }

  /** Whether a statement may set one of them. */
  public static boolean mayChange(String statement) {
    return statement.regionMatches(true, 0, "PRAGMA", 0, "PRAGMA".length());
  }
}
