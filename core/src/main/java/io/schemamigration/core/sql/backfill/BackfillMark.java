package io.schemamigration.core.sql.backfill;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Lexer.Kind;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code orders.id batch 1000 pause 100ms lag 10s}, what stands after {@code -- backfill:}.
 */
public final class BackfillMark {
  private static final String HINT =
      "write it as '-- backfill: TABLE.KEY batch 1000 pause 100ms lag 10s'; see docs/backfills.md";

  private static final Set<String> SETTINGS = Set.of("batch", "pause", "lag");

  private final Lexer lexer;
  private boolean more;
  private int batch = Backfill.BATCH;
  private Duration pause = Backfill.PAUSE;
  private @Nullable Duration lag = Backfill.LAG;

  private BackfillMark(Dialect dialect, String text, int line) {
    this.lexer = new Lexer(dialect, text, line);
    this.more = lexer.next();
  }

  /**
   * Whether the text is meant as a mark, and isn't a remark about some backfill: a name, a dot,
   * another name, and one of the settings.
   */
  public static boolean meant(Dialect dialect, String text) {
    try {
      var lexer = new Lexer(dialect, text, 1);
      int names = 0;
      boolean more = lexer.next();
      boolean name = more;
      while (name && isName(lexer)) {
        names++;
        more = lexer.next();
        name = more && lexer.isSymbol('.');
        more = name ? lexer.next() : more;
        name &= more;
      }
      return names > 1 && more && SETTINGS.contains(lexer.token().toLowerCase(Locale.ROOT));
    } catch (UnreadableSqlException e) {
      return false; // an apostrophe in prose
    }
  }

  /**
   * Reads a mark.
   *
   * @param line where it stands, for messages
   * @throws UnreadableSqlException when it can't be understood
   */
  public static Backfill read(Dialect dialect, String text, int line) {
    return new BackfillMark(dialect, text, line).read();
  }

  private Backfill read() {
    var table = new StringBuilder(name());
    expectDot();
    var key = name();
    while (more && lexer.isSymbol('.')) {
      more = lexer.next();
      table.append('.').append(key);
      key = name();
    }
    if (more && lexer.isSymbol(',')) {
      throw composite();
    }
    var seen = new HashSet<String>();
    while (more) {
      var setting = lexer.token().toLowerCase(Locale.ROOT);
      if (!SETTINGS.contains(setting)) {
        throw error("'" + lexer.token() + "' is no setting of a backfill");
      }
      if (!seen.add(setting)) {
        throw error(setting + " is given twice");
      }
      more = lexer.next();
      setting(setting);
    }
    return new Backfill(table.toString(), key, batch, pause, lag);
  }

  private void setting(String setting) {
    var value = more ? lexer.token() : "";
    switch (setting) {
      case "batch" -> batch = number(value);
      case "pause" -> pause = duration(setting, value, Duration.ZERO, Backfill.LONGEST_PAUSE);
      default ->
          lag =
              value.equalsIgnoreCase("none")
                  ? null
                  : duration(setting, value, Duration.ofSeconds(1), Backfill.LONGEST_LAG);
    }
    more = lexer.next();
  }

  private String name() {
    if (more && lexer.isSymbol('(')) {
      throw composite();
    }
    if (!more || !isName(lexer)) {
      throw error("a backfill names a table and its key");
    }
    var name = lexer.token();
    more = lexer.next();
    return name;
  }

  private void expectDot() {
    if (!more || !lexer.isSymbol('.')) {
      throw error("a backfill names a table and its key");
    }
    more = lexer.next();
  }

  private UnreadableSqlException composite() {
    return lexer.error(
        lexer.start(),
        "a key of several columns can't be walked through in batches",
        "name one column that has an index; its values may repeat");
  }

  private int number(String text) {
    boolean digits = isDigits(text, text.length()) && text.length() <= 6;
    int number = digits ? Integer.parseInt(text) : 0;
    if (number < 1 || number > Backfill.MOST) {
      throw error("batch '" + text + "' is no number from 1 to " + Backfill.MOST);
    }
    return number;
  }

  private Duration duration(String setting, String text, Duration least, Duration most) {
    int end = 0;
    while (end < text.length() && isDigits(text, end + 1)) {
      end++;
    }
    var amount = end == 0 || end > 7 ? -1 : Long.parseLong(text.substring(0, end));
    var duration =
        switch (text.substring(end).toLowerCase(Locale.ROOT)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m", "min" -> Duration.ofMinutes(amount);
          default -> amount == 0 && end == text.length() ? Duration.ZERO : null;
        };
    boolean fits =
        duration != null
            && amount >= 0
            && duration.compareTo(least) >= 0
            && duration.compareTo(most) <= 0;
    if (duration == null || !fits) {
      throw error(
          setting
              + " '"
              + text
              + "' is no time from "
              + words(least)
              + " to "
              + words(most)
              + ", such as 100ms, 5s or 1m");
    }
    return duration;
  }

  private static String words(Duration duration) {
    return duration.toMinutes() > 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
  }

  private static boolean isName(Lexer lexer) {
    return lexer.kind() == Kind.WORD || lexer.kind() == Kind.QUOTED_NAME;
  }

  private static boolean isDigits(String text, int end) {
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return end > 0;
  }

  private UnreadableSqlException error(String message) {
    return lexer.error(lexer.start(), message, HINT);
  }
}
