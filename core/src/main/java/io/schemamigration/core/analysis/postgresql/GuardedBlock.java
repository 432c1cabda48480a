package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DO} block around one statement that makes something, for where it exists already: with
 * {@code EXCEPTION WHEN duplicate_object THEN NULL}, or behind {@code IF NOT EXISTS (SELECT … FROM
 * pg_type …)}. It does what that statement does, or nothing.
 */
final class GuardedBlock {
  /** Conditions that say that it exists already. */
  private static final Set<String> THERE =
      Set.of("DUPLICATE_OBJECT", "DUPLICATE_TABLE", "DUPLICATE_COLUMN", "DUPLICATE_SCHEMA");

  /** What may stand before a parenthesis in a look at the catalog. */
  private static final Set<String> BEFORE_PARENTHESIS =
      Set.of("EXISTS", "IN", "AND", "OR", "NOT", "WHERE", "=", "CURRENT_SCHEMA", "SCHEMANAME");

  /** With these, more is found than what has a name that is written there. */
  private static final Set<String> WIDEN = Set.of("OR", "NOT", "UNION");

  /** They hold the name of a schema, in which there is much. */
  private static final Set<String> OF_SCHEMAS = Set.of("nspname", "schemaname", "schema_name");

  private final List<SqlToken> body;
  private int at;

  private GuardedBlock(List<SqlToken> body) {
    this.body = body;
  }

  /**
   * The one statement, behind blanks that keep its place in the block.
   *
   * @param sql of a statement
   * @return null for anything but such a block
   */
  static @Nullable String inner(String sql) {
    if (!sql.regionMatches(true, 0, "DO", 0, 2)) {
      return null;
    }
    try {
      var tokens = SqlToken.of(Dialect.POSTGRESQL, sql);
      var code = code(tokens);
      if (code == null) {
        return null;
      }
      int begin = code.offset() + code.text().indexOf('$', 1) + 1;
      int end = code.offset() + code.text().lastIndexOf('$', code.text().length() - 2);
      var text = begin <= end ? sql.substring(begin, end) : "";
      var block = new GuardedBlock(SqlToken.of(Dialect.POSTGRESQL, text));
      var inner = block.statement();
      return inner == null ? null : placed(sql, begin + inner[0], begin + inner[1]);
    } catch (UnreadableSqlException e) {
      return null;
    }
  }

  /** The string of {@code DO}, in dollars, and in the usual language. */
  private static @Nullable SqlToken code(List<SqlToken> tokens) {
    SqlToken code = null;
    for (int i = 1; i < tokens.size(); i++) {
      var token = tokens.get(i);
      boolean language =
          token.isWord("LANGUAGE") && i + 1 < tokens.size() && tokens.get(i + 1).isWord("PLPGSQL");
      if (language) {
        i++;
      } else if (code == null && token.text().startsWith("$")) {
        code = token;
      } else {
        return null;
      }
    }
    return code;
  }

  private static String placed(String sql, int begin, int end) {
    var placed = new StringBuilder(end);
    for (int i = 0; i < begin; i++) {
      placed.append(sql.charAt(i) == '\n' ? '\n' : ' ');
    }
    return placed.append(sql, begin, end).toString();
  }

  /** Where it begins and ends. */
  private int @Nullable [] statement() {
    if (!accept("BEGIN")) {
      return null;
    }
    boolean asks = accept("IF");
    if (asks && !(accept("NOT") && is(0, "EXISTS") && looksAtCatalog() && accept("THEN"))) {
      return null;
    }
    int first = at;
    boolean makes = is(0, "CREATE") || (is(0, "ALTER") && is(1, "TABLE"));
    skipToSemicolon();
    int last = at;
    if (!makes || !acceptSymbol(';')) {
      return null;
    }
    boolean guarded =
        asks ? accept("END") && accept("IF") && acceptSymbol(';') && !is(0, "EXCEPTION") : caught();
    if (!guarded || !accept("END")) {
      return null;
    }
    acceptSymbol(';');
    return at < body.size() ? null : new int[] {body.get(first).offset(), body.get(last).offset()};
  }

  /** {@code EXCEPTION WHEN … THEN NULL;}: nothing else is done, and nothing else is caught. */
  private boolean caught() {
    if (!accept("EXCEPTION")) {
      return false;
    }
    boolean any = false;
    while (accept("WHEN")) {
      do {
        if (at >= body.size() || !THERE.contains(body.get(at++).normal())) {
          return false;
        }
      } while (accept("OR"));
      if (!accept("THEN") || !nothing()) {
        return false;
      }
      any = true;
    }
    return any;
  }

  private boolean nothing() {
    if (accept("NULL")) {
      return acceptSymbol(';');
    }
    boolean says = accept("RAISE") && (accept("NOTICE") || accept("INFO") || accept("DEBUG"));
    if (!says || at >= body.size() || body.get(at++).kind() != SqlToken.Kind.STRING) {
      return false;
    }
    return acceptSymbol(';');
  }

  /**
   * {@code EXISTS (SELECT … FROM pg_type …)}, which calls no function, and finds only what has a
   * name that is written there.
   */
  private boolean looksAtCatalog() {
    at++;
    int begin = at;
    int depth = 0;
    boolean catalog = false;
    boolean named = false;
    do {
      if (at >= body.size() || body.get(at).isSymbol(';')) {
        return false;
      }
      var token = body.get(at);
      boolean opens = token.isSymbol('(');
      if (opens && at > begin && !BEFORE_PARENTHESIS.contains(body.get(at - 1).normal())) {
        return false;
      }
      if (token.isWord("FROM") || token.isWord("JOIN")) {
        catalog = at + 1 < body.size() && isCatalog(body.get(at + 1).name());
        if (!catalog) {
          return false;
        }
      }
      if (WIDEN.contains(token.normal())) {
        return false;
      }
      named |= token.kind() == SqlToken.Kind.STRING && isName();
      depth += opens ? 1 : token.isSymbol(')') ? -1 : 0;
      at++;
    } while (depth > 0);
    return catalog && named && body.get(begin + 1).isWord("SELECT");
  }

  /** Whether the string there is the name of what is found, or of the table that it belongs to. */
  private boolean isName() {
    if (is(1, ":") && is(2, ":") && is(3, "REGCLASS")) {
      return true;
    }
    int before = is(-1, "(") ? -2 : -1;
    if (!is(before, "=") && !is(before, "IN")) {
      return false;
    }
    var column = body.get(at + before - 1).name().toLowerCase(Locale.ROOT);
    return column.endsWith("name") && !OF_SCHEMAS.contains(column);
  }

  private static boolean isCatalog(String name) {
    return name.regionMatches(true, 0, "pg_", 0, 3) || name.equalsIgnoreCase("information_schema");
  }

  private void skipToSemicolon() {
    while (at < body.size() && !body.get(at).isSymbol(';')) {
      at++;
    }
  }

  private boolean is(int ahead, String word) {
    int there = at + ahead;
    return there >= 0 && there < body.size() && body.get(there).normal().equals(word);
  }

  private boolean accept(String word) {
    boolean is = is(0, word);
    at += is ? 1 : 0;
    return is;
  }

  private boolean acceptSymbol(char symbol) {
    boolean is = at < body.size() && body.get(at).isSymbol(symbol);
    at += is ? 1 : 0;
    return is;
  }
}
