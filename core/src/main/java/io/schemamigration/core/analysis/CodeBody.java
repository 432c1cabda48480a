package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.SqlToken;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that has code.
 *
 * @param what for people: {@code trigger t_log}
 * @param parameters of a function
 * @param returns what a function returns, in lower case, without SETOF; empty for anything else
 * @param body its statements, those that it puts together while it runs among them
 * @param words of the body, in lower case
 * @param trigger whether it is a trigger of SQLite, which belongs to the table it names
 */
record CodeBody(
    String what,
    List<SqlToken> parameters,
    String returns,
    List<SqlToken> body,
    Set<String> words,
    boolean trigger) {
  /** Words of code that runs statements which it puts together, in plpgsql and other languages. */
  private static final Set<String> DYNAMIC = Set.of("execute", "plpy", "plv8", "spi_exec_query");

  /** Types of a parameter that takes rows of any table. */
  private static final Set<String> ANY_ROW =
      Set.of("record", "anyelement", "anynonarray", "anycompatible", "any");

  CodeBody(
      String what,
      List<SqlToken> parameters,
      String returns,
      List<SqlToken> body,
      boolean trigger) {
    this(what, parameters, returns, List.copyOf(body), words(body), trigger);
  }

  private static Set<String> words(List<SqlToken> body) {
    var words = new HashSet<String>();
    for (var token : body) {
      if (token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME) {
        words.add(token.name().toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  boolean has(String word) {
    return words.contains(word);
  }

  boolean isDynamic() {
    return DYNAMIC.stream().anyMatch(words::contains);
  }

  /** {@code t.c} calls {@code c(t)}, as long as there is no column c. */
  @Nullable String shadowed(String table) {
    for (var token : parameters) {
      boolean name =
          token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME;
      var type = name ? token.name().toLowerCase(Locale.ROOT) : "";
      if (type.equals(table) || ANY_ROW.contains(type)) {
        return "is called as if it were a column of " + table;
      }
    }
    return null;
  }

  /**
   * A name that no table or record stands before; it may be a variable, or another table's. What is
   * written to is that of its table.
   */
  boolean isBare(String column) {
    if (!has(column)) {
      return false;
    }
    int listed = 0;
    for (int i = 0; i < body.size(); i++) {
      var token = body.get(i);
      boolean list = token.isSymbol('(') && isTarget(i);
      listed = list ? body.size() : token.isSymbol(')') ? 0 : listed;
      boolean set = i > 0 && body.get(i - 1).isWord("SET");
      if (i < listed || set) {
        continue;
      }
      boolean name =
          token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME;
      boolean qualified = i > 0 && body.get(i - 1).isSymbol('.');
      if (name && !qualified && token.name().equalsIgnoreCase(column)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is the list of columns of an INSERT. */
  private boolean isTarget(int parenthesis) {
    int at = parenthesis - 1;
    while (at > 1 && body.get(at - 1).isSymbol('.')) {
      at -= 2;
    }
    return at > 0 && body.get(at - 1).isWord("INTO");
  }

  /** Whether it has INSERT INTO that table without a list of columns. */
  boolean insertsUnnamed(String table) {
    var at = new SqlWords(body);
    while (!at.atEnd()) {
      if (at.accept("INTO") && Earlier.own(at.name()).equals(table)) {
        if (at.is("VALUES") || at.is("SELECT") || at.is("WITH")) {
          return true;
        }
      } else {
        at.skip();
      }
    }
    return false;
  }
}
