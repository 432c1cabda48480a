package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a schema before a migration, read from the migrations before it. Of a table that
 * isn't known nothing is assumed.
 */
public final class SqliteSchema {
  /** Nothing is known. */
  public static final SqliteSchema UNKNOWN =
      new SqliteSchema(false, new LinkedHashMap<>(), new LinkedHashMap<>());

  /** Without any object: before the first migration of a folder. */
  public static final SqliteSchema EMPTY =
      new SqliteSchema(true, new LinkedHashMap<>(), new LinkedHashMap<>());

  /**
   * An index or a trigger.
   *
   * @param name as it is written
   * @param table that it goes with, in lower case
   * @param unique whether it keeps rows out
   * @param trigger whether it is one
   * @param text what follows its name, in a form that compares
   */
  record Part(String name, String table, boolean unique, boolean trigger, String text) {}

  /** Whether what isn't known doesn't exist. */
  private boolean complete;

  /** By the name in lower case; empty if it exists but can't be read. */
  private final Map<String, Optional<TableDefinition>> tables;

  private final Map<String, Part> parts;

  private SqliteSchema(
      boolean complete, Map<String, Optional<TableDefinition>> tables, Map<String, Part> parts) {
    this.complete = complete;
    this.tables = tables;
    this.parts = parts;
  }

  /** The schema after these statements, which leave this one as it is. */
  public SqliteSchema after(List<Statement> statements) {
    var next = copy();
    for (var statement : statements) {
      next.apply(statement);
    }
    return next;
  }

  SqliteSchema copy() {
    return new SqliteSchema(complete, new LinkedHashMap<>(tables), new LinkedHashMap<>(parts));
  }

  /** Null if nothing is known of it. */
  @Nullable TableDefinition table(String name) {
    return tables.getOrDefault(Cursor.key(name), Optional.empty()).orElse(null);
  }

  /** Whether it is known that there is no such table. */
  boolean isAbsent(String name) {
    return complete && !tables.containsKey(Cursor.key(name));
  }

  /** Whether it is known that there is no such index or trigger. */
  boolean isPartAbsent(String name) {
    return complete && !parts.containsKey(Cursor.key(name));
  }

  /** The indexes and triggers that go with a table. */
  List<Part> partsOf(String table) {
    return parts.values().stream().filter(p -> p.table().equals(Cursor.key(table))).toList();
  }

  /** Whether rows of another table refer to it. */
  boolean isReferredTo(String table) {
    for (var other : tables.entrySet()) {
      for (var rule : other.getValue().map(TableDefinition::rules).orElse(Set.of())) {
        var parent = rule.refersTo();
        boolean its = parent != null && Cursor.key(parent).equals(Cursor.key(table));
        if (its && !other.getKey().equals(Cursor.key(table))) {
          return true;
        }
      }
    }
    return false;
  }

  @Nullable Part part(String name) {
    return parts.get(Cursor.key(name));
  }

  /** Changes this schema itself, so only for a copy of its own. */
  void apply(Statement statement) {
    Cursor at;
    try {
      at = Cursor.of(statement.sql());
    } catch (UnreadableSqlException e) {
      forget();
      return;
    }
    if (at.accept("CREATE")) {
      create(at);
    } else if (at.accept("DROP")) {
      drop(at);
    } else if (at.accept("ALTER", "TABLE")) {
      alter(at);
    } else if (at.isWord("PRAGMA") && at.has("writable_schema")) {
      forget();
    }
  }

  private void forget() {
    complete = false;
    tables.clear();
    parts.clear();
  }

  private void create(Cursor at) {
    boolean unique = at.accept("UNIQUE");
    if (at.accept("TABLE")) {
      boolean maybe = at.accept("IF", "NOT", "EXISTS");
      var name = at.objectName();
      if (name != null && !(maybe && tables.containsKey(Cursor.key(name)))) {
        var body = at.parentheses();
        var table = body != null && (complete || !maybe) ? TableReader.table(name, body, at) : null;
        tables.put(Cursor.key(name), Optional.ofNullable(table));
      }
    } else if (at.accept("VIEW") || at.accept("VIRTUAL", "TABLE")) {
      at.accept("IF", "NOT", "EXISTS");
      var name = at.objectName();
      if (name != null) {
        tables.putIfAbsent(Cursor.key(name), Optional.empty());
      }
    } else if (at.isWord("INDEX") || at.isWord("TRIGGER")) {
      boolean trigger = at.skip().isWord("TRIGGER");
      at.accept("IF", "NOT", "EXISTS");
      var name = at.objectName();
      var text = at.normal();
      while (!at.atEnd() && !at.accept("ON")) {
        at.skip();
      }
      var table = at.objectName();
      if (name != null && table != null) {
        parts.putIfAbsent(
            Cursor.key(name), new Part(name, Cursor.key(table), unique, trigger, text));
      }
    }
  }

  private void drop(Cursor at) {
    boolean table = at.isWord("TABLE") || at.isWord("VIEW");
    at.skip();
    at.accept("IF", "EXISTS");
    var name = at.objectName();
    if (name == null) {
      return;
    }
    if (table) {
      tables.remove(Cursor.key(name));
      parts.values().removeIf(p -> p.table().equals(Cursor.key(name)));
    } else {
      parts.remove(Cursor.key(name));
    }
  }

  private void alter(Cursor at) {
    var name = at.objectName();
    if (name == null) {
      return;
    }
    complete &= tables.containsKey(Cursor.key(name)); // else others made it, and maybe more
    var table = tables.getOrDefault(Cursor.key(name), Optional.empty()).orElse(null);
    if (at.accept("RENAME", "TO")) {
      rename(name, table, at.name());
      return;
    }
    tables.put(Cursor.key(name), Optional.ofNullable(table == null ? null : altered(table, at)));
  }

  private void rename(String name, @Nullable TableDefinition table, @Nullable String other) {
    if (other == null) {
      return;
    }
    tables.remove(Cursor.key(name));
    tables.put(Cursor.key(other), Optional.ofNullable(table == null ? null : table.named(other)));
    parts.replaceAll((key, p) ->
        p.table().equals(Cursor.key(name))
            ? new Part(p.name(), Cursor.key(other), p.unique(), p.trigger(), p.text())
            : p);
  }

  private static @Nullable TableDefinition altered(TableDefinition table, Cursor at) {
    if (at.accept("ADD")) {
      at.accept("COLUMN");
      var column = TableReader.column(at);
      return column == null ? null : table.plus(column);
    }
    if (at.accept("DROP") && !at.isWord("CONSTRAINT")) {
      at.accept("COLUMN");
      var column = at.name();
      return column == null ? null : table.minus(column);
    }
    return null;
  }
}
