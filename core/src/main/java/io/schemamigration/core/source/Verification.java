package io.schemamigration.core.source;

import java.util.Locale;

/**
 * A query by which a migration shows that it did what it was meant to do: it has to give one row
 * whose first column is true, 1 or ok.
 *
 * @param file in which it stands, as the user knows it
 * @param line of the file, from 1
 * @param sql one statement, without a semicolon
 */
public record Verification(String file, int line, String sql) {
  /** Whether it is a query, not a remark in words. */
  public static boolean isQuery(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return switch (text.substring(0, end).toUpperCase(Locale.ROOT)) {
      case "SELECT", "WITH", "VALUES" -> true;
      default -> false;
    };
  }

  /** Without the semicolon at its end. */
  public static String trimmed(String text) {
    var query = text.strip();
    return query.endsWith(";") ? query.substring(0, query.length() - 1).strip() : query;
  }
}
