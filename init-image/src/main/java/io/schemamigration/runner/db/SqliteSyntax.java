package io.schemamigration.runner.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** Asks SQLite itself whether it can read a statement; nothing is run, and there is no database. */
public final class SqliteSyntax {
  /** What it says of text that is no SQL; all else it says is about what doesn't exist. */
  private static final List<String> UNREADABLE =
      List.of("syntax error", "incomplete input", "unrecognized token", "parser stack overflow");

  private SqliteSyntax() {}

  /**
   * What SQLite says of a statement that it can't read; null when it can, or when that can't be
   * known without the tables.
   *
   * @throws IllegalStateException when SQLite can't be started
   */
  public static @Nullable String error(String sql) {
    if (sql.regionMatches(true, 0, "PRAGMA", 0, "PRAGMA".length())) {
      return null; // some take effect as soon as they are read
    }
    try (var nowhere = JDBC.createConnection("jdbc:sqlite::memory:", SqliteSettings.unlimited())) {
      return error(nowhere, sql);
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite can't be started: " + e.getMessage(), e);
    }
  }

  private static @Nullable String error(Connection nowhere, String sql) {
    var failure = failure(nowhere, sql);
    return failure != null && isUnreadable(failure) ? failure : null;
  }

  /** What SQLite says of a statement that it can't prepare there; null if it can. */
  static @Nullable String failure(Connection database, String sql) {
    try (var _ = database.prepareStatement(sql)) {
      return null;
    } catch (SQLException e) {
      return own(e);
    }
  }

  /** Whether it says so of text that is no SQL. */
  static boolean isUnreadable(String said) {
    return UNREADABLE.stream().anyMatch(said::contains);
  }

  /** Without what the driver puts around it: {@code [SQLITE_ERROR] SQL error … (…)}. */
  static String own(SQLException e) {
    var text = String.valueOf(e.getMessage());
    int begin = text.indexOf('(');
    boolean wrapped = text.startsWith("[") && begin > 0 && text.endsWith(")");
    return wrapped ? text.substring(begin + 1, text.length() - 1) : text;
  }
}
