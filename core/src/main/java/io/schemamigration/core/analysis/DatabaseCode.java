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
   * A trigger of PostgreSQL.
   *
   * @param table that it belongs to
   * @param function that it calls
   */
  private record Trigger(String table, String function) {}

  private final Dialect dialect;
  private final Map<String, List<CodeBody>> functions = new LinkedHashMap<>();
  private final Map<String, Trigger> triggers = new LinkedHashMap<>();
  private final Kin kin;

  /** There is none yet. */
  DatabaseCode(Dialect dialect) {
    this.dialect = dialect;
    this.kin = new Kin(dialect);
  }

  /** Continues with what exists after these statements, too. */
  void add(List<Statement> statements) {
    for (var statement : statements) {
      if (mayBe(statement.sql())) {
        read(new SqlWords(SqlWords.tokens(dialect, statement.sql())));
      } else if (Kin.mayBe(statement.sql())) {
        kin.read(SqlWords.tokens(dialect, statement.sql()));
      }
    }
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
            List.of(new CodeBody("view " + name, List.of(), "", at.rest(), false)));
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
    var rest = at.copy();
    var returns = rest.skipTo("RETURNS") ? returned(rest) : ""; // a procedure has none
    var body = new ArrayList<SqlToken>();
    boolean as = false;
    for (var token : at.rest()) {
      if (as && token.kind() == SqlToken.Kind.STRING) {
        body.addAll(SqlWords.tokens(dialect, token.content()));
      }
      as = token.isWord("AS") || (as && token.kind() == SqlToken.Kind.STRING);
    }
    known.add(new CodeBody("function " + name, parameters, returns, assembled(body), false));
  }

  /** With the statements in its strings, if it runs such. */
  private List<SqlToken> assembled(List<SqlToken> body) {
    var all = new ArrayList<>(body);
    if (new CodeBody("", List.of(), "", body, false).isDynamic()) {
      for (var token : body) {
        if (token.kind() == SqlToken.Kind.STRING) {
          all.addAll(piece(token.content()));
        }
      }
    }
    return all;
  }

  /** A part of a statement may have the beginning of a string, and not its end. */
  private List<SqlToken> piece(String sql) {
    var tokens = SqlWords.tokens(dialect, sql);
    return tokens.isEmpty() ? SqlWords.tokens(dialect, sql + "'") : tokens;
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
      functions.put(key, List.of(new CodeBody("trigger " + name, List.of(), "", at.rest(), true)));
    } else if (rest.skipTo("EXECUTE")) {
      rest.skip();
      rest.skip(); // FUNCTION or PROCEDURE
      triggers.put(key, new Trigger(table, Earlier.own(rest.name())));
    }
  }

  /** Whether a trigger is known to belong to the table. */
  public boolean hasTrigger(String table) {
    return triggers.values().stream().anyMatch(each -> each.table().equals(Earlier.own(table)));
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
    for (var name : kin.of(Earlier.own(table))) {
      var met = met(name, column);
      if (met != null) {
        return met;
      }
    }
    return null;
  }

  private @Nullable String met(String own, String column) {
    for (var overloads : functions.entrySet()) {
      boolean called = isCalled(overloads.getKey(), own);
      for (var code : overloads.getValue()) {
        var why = overloads.getKey().equals(Earlier.own(column)) ? code.shadowed(own) : null;
        why = why == null ? meets(code, called, own, Earlier.own(column)) : why;
        if (why != null) {
          return code.what() + ", which " + why;
        }
      }
    }
    return null;
  }

  /** Whether triggers of the table call it; one that nobody is seen to call may be any table's. */
  private boolean isCalled(String function, String table) {
    boolean seen = false;
    for (var trigger : triggers.values()) {
      if (trigger.function().equals(function)) {
        seen = true;
        if (trigger.table().equals(table)) {
          return true;
        }
      }
    }
    return !seen
        && functions.getOrDefault(function, List.of()).stream()
            .anyMatch(code -> code.returns().equals("trigger"));
  }

  private @Nullable String meets(CodeBody code, boolean called, String table, String column) {
    boolean isTable = code.returns().equals(table);
    if (!called && !isTable && !code.isDynamic() && !code.has(table)) {
      return null;
    }
    boolean view = dialect == Dialect.SQLITE && !code.trigger();
    var stars = new Stars(code.body(), view, table, this::isOpaque);
    boolean anywhere = code.isDynamic() && stars.harm(); // of whatever table it is called for
    boolean mentions = called || anywhere || code.has(table);
    if (!mentions && !isTable) {
      return null;
    }
    if (isTable && !called && !stars.any()) {
      return "returns rows of " + table + " column by column";
    }
    if (stars.shape() || (stars.any() && hasInsteadOf(code))) {
      return "depends on how many columns " + table + " has";
    }
    if (!isTable && stars.harm()) {
      return "takes all columns (*) of " + table;
    }
    if (dialect == Dialect.SQLITE && code.trigger() && code.insertsUnnamed(table)) {
      return "inserts into " + table + " without naming columns";
    }
    if (!code.has(table)) {
      return null; // it is only called, and reads the row by its record
    }
    if (new SqlWords(code.parameters()).has(column)) {
      return "has a parameter " + column;
    }
    return code.isBare(column) ? "has a name " + column + " that isn't qualified" : null;
  }

  /** PostgreSQL has rows whose shape a body doesn't show, SQLite only its views. */
  private boolean isOpaque(String name) {
    return dialect != Dialect.SQLITE || functions.containsKey("view " + name);
  }

  /** Whether it is a view of SQLite that rows can be inserted into. */
  private boolean hasInsteadOf(CodeBody view) {
    if (!view.what().startsWith("view ")) {
      return false;
    }
    var name = Earlier.own(view.what().substring("view ".length()));
    return functions.values().stream()
        .flatMap(List::stream)
        .anyMatch(code -> code.trigger() && code.has("instead") && code.has(name));
  }
}
