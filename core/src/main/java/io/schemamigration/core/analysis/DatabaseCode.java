package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions and triggers of PostgreSQL, triggers and views of SQLite: code in the database, which
 * runs as older code wrote it and meets a column that is added. PostgreSQL's views, rules and
 * functions with {@code BEGIN ATOMIC} aren't among them: their columns are settled when they are
 * made.
 */
public final class DatabaseCode {
  /**
   * Something that has code.
   *
   * @param what for people: {@code trigger t_log}
   * @param parameters of a function
   * @param returns what a function returns, in lower case, without SETOF; empty for anything else
   * @param body its statements
   * @param trigger whether it is a trigger of SQLite, which belongs to the table it names
   */
  private record Code(
      String what,
      List<SqlToken> parameters,
      String returns,
      List<SqlToken> body,
      boolean trigger) {}

  /**
   * A trigger of PostgreSQL.
   *
   * @param table that it belongs to
   * @param function that it calls
   */
  private record Trigger(String table, String function) {}

  private final Dialect dialect;
  private final Map<String, List<Code>> functions = new LinkedHashMap<>();
  private final Map<String, Trigger> triggers = new LinkedHashMap<>();

  private DatabaseCode(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The code that is there after these statements. */
  static DatabaseCode of(Dialect dialect, List<Statement> statements) {
    var code = new DatabaseCode(dialect);
    for (var statement : statements) {
      if (mayBe(statement.sql())) {
        code.read(new SqlWords(SqlWords.tokens(dialect, statement.sql())));
      }
    }
    return code;
  }

  /** Whether a statement may put code into the database, or take it away: quickly, by its words. */
  public static boolean mayBe(String sql) {
    if (!sql.regionMatches(true, 0, "CREATE", 0, 6) && !sql.regionMatches(true, 0, "DROP", 0, 4)) {
      return false;
    }
    var head = sql.substring(0, Math.min(sql.length(), 80)).toUpperCase(Locale.ROOT);
    return (head.contains("FUNCTION")
        || head.contains("PROCEDURE")
        || head.contains("TRIGGER")
        || head.contains("VIEW"));
  }

  private void read(SqlWords at) {
    boolean drops = at.accept("DROP");
    boolean creates = !drops && at.accept("CREATE");
    boolean replaces = creates && at.accept("OR", "REPLACE");
    at.accept("CONSTRAINT");
    if (!at.accept("TEMP")) {
      at.accept("TEMPORARY");
    }
    if (at.is("FUNCTION") || at.is("PROCEDURE")) {
      at.skip();
      function(at, drops, replaces);
    } else if (at.accept("TRIGGER")) {
      trigger(at, drops);
    } else if (dialect == Dialect.SQLITE && at.accept("VIEW")) {
      exists(at);
      var name = at.name();
      functions.remove("view " + Earlier.own(name));
      if (!drops) {
        functions.put(
            "view " + Earlier.own(name),
            List.of(new Code("view " + name, List.of(), "", List.copyOf(at.rest()), false)));
      }
    }
  }

  private static void exists(SqlWords at) {
    if (!at.accept("IF", "EXISTS")) {
      at.accept("IF", "NOT", "EXISTS");
    }
  }

  private void function(SqlWords at, boolean drops, boolean replaces) {
    exists(at);
    var name = at.name();
    var key = Earlier.own(name);
    var known = functions.computeIfAbsent(key, k -> new ArrayList<>());
    boolean all = drops && (!at.isSymbol('(') || known.size() < 2);
    if (all || (replaces && known.size() < 2)) {
      known.clear();
    }
    if (drops) {
      return;
    }
    var parameters = at.parentheses();
    var returns = at.skipTo("RETURNS") ? returned(at) : "";
    var body = new ArrayList<SqlToken>();
    boolean as = false;
    for (var token : at.rest()) {
      if (as && token.kind() == SqlToken.Kind.STRING) {
        body.addAll(SqlWords.tokens(dialect, SqlWords.content(token.text())));
      }
      as = token.isWord("AS") || (as && token.kind() == SqlToken.Kind.STRING);
    }
    known.add(new Code("function " + name, parameters, returns, body, false));
  }

  private static String returned(SqlWords at) {
    at.skip();
    at.accept("SETOF");
    return Earlier.own(at.name());
  }

  private void trigger(SqlWords at, boolean drops) {
    exists(at);
    var name = at.name();
    var rest = at.copy();
    if (!rest.skipTo("ON")) {
      functions.remove("trigger " + Earlier.own(name)); // SQLite's DROP names no table
      return;
    }
    rest.skip();
    var table = Earlier.own(rest.name());
    var key = "trigger " + Earlier.own(name) + (dialect == Dialect.SQLITE ? "" : " " + table);
    triggers.remove(key);
    functions.remove(key);
    if (drops) {
      return;
    }
    if (dialect == Dialect.SQLITE) {
      functions.put(
          key, List.of(new Code("trigger " + name, List.of(), "", List.copyOf(at.rest()), true)));
    } else if (rest.skipTo("EXECUTE")) {
      rest.skip();
      rest.skip(); // FUNCTION or PROCEDURE
      triggers.put(key, new Trigger(table, Earlier.own(rest.name())));
    }
  }

  /** Whether there is a function of that name, whatever it takes. */
  public boolean hasFunction(String name) {
    return !functions.getOrDefault(Earlier.own(name), List.of()).isEmpty();
  }

  /**
   * What a new column meets, for people: {@code function log_orders, which has NEW.*}; null if
   * nothing is known to.
   */
  public @Nullable String meets(String table, String column) {
    for (var overloads : functions.entrySet()) {
      boolean called =
          triggers.values().stream()
              .anyMatch(t ->
                  t.table().equals(Earlier.own(table)) && t.function().equals(overloads.getKey()));
      for (var code : overloads.getValue()) {
        var why = meets(code, called, Earlier.own(table), Earlier.own(column));
        if (why != null) {
          return code.what() + ", which " + why;
        }
      }
    }
    return null;
  }

  private @Nullable String meets(Code code, boolean called, String table, String column) {
    boolean mentions = called || new SqlWords(code.body()).has(table);
    boolean isTable = code.returns().equals(table);
    if (!mentions && !isTable) {
      return null;
    }
    var stars = new Stars(code.body(), dialect == Dialect.SQLITE && !code.trigger());
    if (isTable && !called && !stars.any()) {
      return "returns rows of " + table + " column by column";
    }
    if (!isTable && stars.harm()) {
      return "takes all columns (*) of " + table;
    }
    if (dialect == Dialect.SQLITE && code.trigger() && insertsUnnamed(code.body(), table)) {
      return "inserts into " + table + " without naming columns";
    }
    if (!new SqlWords(code.body()).has(table)) {
      return null; // it is only called, and reads the row by its record
    }
    if (new SqlWords(code.parameters()).has(column)) {
      return "has a parameter " + column;
    }
    return isBare(code.body(), column) ? "has a name " + column + " that isn't qualified" : null;
  }

  /**
   * A name that no table or record stands before; it may be a variable, or another table's. What is
   * written to is that of its table.
   */
  private static boolean isBare(List<SqlToken> body, String column) {
    int listed = 0;
    for (int i = 0; i < body.size(); i++) {
      var token = body.get(i);
      boolean list = token.isSymbol('(') && isTarget(body, i);
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
  private static boolean isTarget(List<SqlToken> body, int parenthesis) {
    int at = parenthesis - 1;
    while (at > 1 && body.get(at - 1).isSymbol('.')) {
      at -= 2;
    }
    return at > 0 && body.get(at - 1).isWord("INTO");
  }

  private static boolean insertsUnnamed(List<SqlToken> body, String table) {
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
