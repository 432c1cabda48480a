package io.schemamigration.core.sql;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a statement is run in batches by a key.
 *
 * @param table whose keys are walked through, as SQL writes it
 * @param key the column, as SQL writes it
 * @param batch most keys of one batch, 1 to 100,000
 * @param pause between two batches, 0 to 1 minute
 * @param lag how far the standbys may be behind, 1 second to 1 hour; null where nobody asks
 */
public record Backfill(
    String table, String key, int batch, Duration pause, @Nullable Duration lag) {
  /** Keys of a batch where nothing is said. */
  public static final int BATCH = 1000;

  /** Most that may be said. */
  public static final int MOST = 100_000;

  /** Between two batches where nothing is said. */
  public static final Duration PAUSE = Duration.ofMillis(100);

  /** Longest that may be said. */
  public static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Behind which standbys may be where nothing is said. */
  public static final Duration LAG = Duration.ofSeconds(10);

  /** Longest that may be said. */
  public static final Duration LONGEST_LAG = Duration.ofHours(1);

  /** Whose keys: {@code orders.id}. */
  public String of() {
    return table + "." + key;
  }

  /** The table's own name, without its schema, as the database keeps it. */
  public String tableName(Dialect dialect) {
    var lexer = new Lexer(dialect, table, 1);
    var name = "";
    while (lexer.next()) {
      name = lexer.token();
    }
    return plain(dialect, name);
  }

  /** The column's name as the database keeps it. */
  public String keyName(Dialect dialect) {
    return plain(dialect, key);
  }

  /** The same without haste or pause: there is nobody else. */
  public Backfill undisturbed() {
    return new Backfill(table, key, batch, Duration.ZERO, null);
  }

  private static String plain(Dialect dialect, String name) {
    char quote = name.charAt(0);
    if (quote == '"' || quote == '`' || quote == '[') {
      char end = quote == '[' ? ']' : quote;
      var inner = name.substring(1, name.length() - 1);
      return inner.replace(String.valueOf(end) + end, String.valueOf(end));
    }
    return dialect == Dialect.POSTGRESQL ? name.toLowerCase(Locale.ROOT) : name;
  }
}
