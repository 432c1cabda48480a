package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.Set;

/** What keeps a statement from the short list that only SQLite takes. */
final class SqliteTarget {
  private static final String INTERNAL = "SQLITE_";

  /** Where the name of the object that is made or written has ended. */
  private static final Set<String> AFTER_NAME =
      Set.of("", "(", "SELECT", "VALUES", "AS", "ON", "ADD", "DEFAULT");

  /** In an index they make an expression, which can fail on a row that older code writes. */
  private static final Set<String> OPERATORS =
      Set.of("LIKE", "GLOB", "MATCH", "REGEXP", "CASE", "+", "*", "|", "&", "%", "~");

  private static final Set<String> STRICT_TYPES = Set.of("INT", "INTEGER", "REAL", "BLOB");

  private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "!", "-");

  private SqliteTarget() {}

  /** Whether it is in another database than the one that is migrated, or SQLite's own. */
  static boolean isElsewhere(Statement statement, Words words) {
    for (int at = 0; !AFTER_NAME.contains(words.peek(at)); at++) {
      if (words.peek(at + 1).equals(".") && !words.peek(at).equals("MAIN")) {
        return true;
      }
    }
    var sql = statement.sql();
    int name = sql.indexOf('(');
    name = name < 0 ? sql.length() : name;
    for (int at = 0; at < name; at++) {
      boolean internal = sql.regionMatches(true, at, INTERNAL, 0, INTERNAL.length());
      if (internal && !sql.regionMatches(true, at + INTERNAL.length(), "stat", 0, 4)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a column is added with a default that a STRICT table may refuse: then every INSERT that
   * leaves it out fails.
   */
  static boolean mayRefuseDefault(Dialect dialect, Statement statement, Words words) {
    if (dialect != Dialect.SQLITE) {
      return false;
    }
    boolean typed = false;
    boolean blob = false;
    for (int at = 0; !words.peek(at).isEmpty(); at++) {
      var token = words.peek(at);
      typed |= STRICT_TYPES.contains(token);
      blob |= token.equals("BLOB");
      boolean plain = words.peek(at + 1).equals(Words.NUMBER) || words.peek(at + 1).equals("NULL");
      boolean negative = words.peek(at + 1).equals("-");
      boolean whole = statement.sql().indexOf('.') < 0 && !blob;
      if (typed && token.equals("DEFAULT") && !((plain || negative) && whole)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the rest of CREATE INDEX, from its parenthesis on, is more than columns. */
  static boolean hasExpression(Words words) {
    boolean condition = false;
    for (int at = 0; !words.peek(at).isEmpty(); at++) {
      var token = words.peek(at);
      condition |= token.equals("WHERE");
      boolean arrow = token.equals("-") && words.peek(at + 1).equals(">");
      if (OPERATORS.contains(token) || arrow || (!condition && COMPARISONS.contains(token))) {
        return true;
      }
    }
    return false;
  }
}
