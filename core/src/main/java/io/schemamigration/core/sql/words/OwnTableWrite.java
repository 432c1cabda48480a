package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a statement changes the two tables in which this product remembers what is applied and
 * which code may run. Reading them is nobody's harm. What a function, a view or a text put together
 * as it runs hides isn't seen; bodies in the statement are.
 */
public final class OwnTableWrite {
  private static final String PREFIX = "schema_migration_";
  private static final Set<String> OWN = Set.of("history", "window");

  /** Between what is done to a table and its name. */
  private static final Set<String> BETWEEN =
      Set.of("TABLE", "ONLY", "IF", "EXISTS", "NOT", ",", ".", "*", "OR", "[", "`");

  private static final Set<String> CONFLICT =
      Set.of("IGNORE", "ABORT", "FAIL", "ROLLBACK", "REPLACE");

  private static final Set<String> WRITES =
      Set.of("INTO", "UPDATE", "TRUNCATE", "DROP", "ALTER", "CREATE", "LOCK", "REPLACE");

  /** Statements whose strings are values; those of others may be run. */
  private static final Set<String> DATA =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "COMMENT", "COPY");

  private OwnTableWrite() {}

  /** The table that a statement changes, in lower case; null where it changes none of them. */
  public static @Nullable String in(Statement statement) {
    return in(statement.sql());
  }

  private static @Nullable String in(String sql) {
    if (!isNamed(sql)) {
      return null;
    }
    for (var dialect : Dialect.values()) {
      var found = found(dialect, sql);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean isNamed(String sql) {
    int before = PREFIX.indexOf('_');
    for (int i = sql.indexOf('_'); i >= 0; i = sql.indexOf('_', i + 1)) {
      if (sql.regionMatches(true, i - before, PREFIX, 0, PREFIX.length())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String found(Dialect dialect, String sql) {
    var words = new ArrayList<String>();
    var lexer = new Lexer(dialect, sql, 1);
    try {
      while (lexer.next()) {
        var token = lexer.token();
        if (lexer.kind() == Lexer.Kind.STRING && !isData(words)) {
          var inside = in(body(token));
          if (inside != null) {
            return inside;
          }
        }
        words.add(
            lexer.kind() == Lexer.Kind.QUOTED_NAME
                ? token.substring(1, token.length() - 1)
                : token.toUpperCase(Locale.ROOT));
      }
    } catch (UnreadableSqlException e) {
      return null; // the other dialect's
    }
    for (int i = 0; i < words.size(); i++) {
      if (isOwn(words.get(i)) && !isAt(words, i + 1, ".") && isWritten(words, i)) {
        return words.get(i).toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private static boolean isData(List<String> words) {
    return !words.isEmpty() && DATA.contains(words.getFirst());
  }

  /** What stands between a string's quotes. */
  private static String body(String string) {
    if (string.startsWith("$")) {
      int tag = string.indexOf('$', 1) + 1;
      return string.substring(tag, string.length() - tag);
    }
    return string.substring(string.indexOf('\'') + 1, string.length() - 1).replace("''", "'");
  }

  private static boolean isOwn(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(PREFIX) && OWN.contains(lower.substring(PREFIX.length()));
  }

  private static boolean isAt(List<String> words, int at, String word) {
    return at >= 0 && at < words.size() && words.get(at).equals(word);
  }

  /** Goes back over the names before it to what is done with them. */
  private static boolean isWritten(List<String> words, int name) {
    int at = name - 1;
    while (at >= 0 && skipped(words, at)) {
      at--;
    }
    if (at < 0) {
      return false;
    }
    var word = words.get(at);
    return switch (word) {
      case "FROM" -> isAt(words, at - 1, "DELETE");
      case "TO" -> isAt(words, at - 1, "RENAME");
      case "COPY" -> words.subList(name, words.size()).contains("FROM");
      case "ON" -> isAt(words, 0, "CREATE") && !isAt(words, 1, "VIEW") && !words.contains("AS");
      default ->
          WRITES.contains(word)
              || (CONFLICT.contains(word)
                  && isAt(words, at - 1, "OR")
                  && isAt(words, at - 2, "UPDATE"));
    };
  }

  /** Words between, schemas, and the other names of a list. */
  private static boolean skipped(List<String> words, int at) {
    return BETWEEN.contains(words.get(at))
        || isAt(words, at + 1, ".")
        || (isAt(words, at + 1, ",") && !CONFLICT.contains(words.get(at)));
  }
}
