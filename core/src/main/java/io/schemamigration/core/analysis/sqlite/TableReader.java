package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.SqlToken;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads CREATE TABLE and the definition of a column: SQLite's manual, "CREATE TABLE". */
final class TableReader {
  private static final Set<String> END_OF_TYPE =
      Set.of(
          "CONSTRAINT",
          "PRIMARY",
          "NOT",
          "NULL",
          "UNIQUE",
          "CHECK",
          "DEFAULT",
          "COLLATE",
          "REFERENCES",
          "GENERATED",
          "AS");

  private final List<ColumnDefinition> columns = new ArrayList<>();
  private final Set<TableRule> rules = new LinkedHashSet<>();
  private List<String> primaryKey = List.of();
  private boolean autoIncrement;

  private TableReader() {}

  /**
   * A table.
   *
   * @param body what is in the parentheses after its name
   * @param options what comes after them
   * @return null if it has something that isn't on the list
   */
  static @Nullable TableDefinition table(String name, Cursor body, Cursor options) {
    var reader = new TableReader();
    while (!body.atEnd()) {
      if (!reader.item(body.item())) {
        return null;
      }
    }
    boolean strict = false;
    boolean withoutRowid = false;
    while (!options.atEnd()) {
      if (options.accept("STRICT")) {
        strict = true;
      } else if (options.accept("WITHOUT", "ROWID")) {
        withoutRowid = true;
      } else if (!options.accept(',')) {
        return null;
      }
    }
    return new TableDefinition(
        name,
        reader.columns,
        reader.rules,
        reader.primaryKey,
        reader.autoIncrement,
        strict,
        withoutRowid);
  }

  /** A column by itself, as ALTER TABLE … ADD COLUMN has it; null as above. */
  static @Nullable ColumnDefinition column(Cursor definition) {
    var reader = new TableReader();
    return reader.columnOf(definition) ? reader.columns.getFirst() : null;
  }

  private boolean item(Cursor item) {
    boolean constraint =
        item.isWord("CONSTRAINT")
            || (item.isWord("PRIMARY") && item.peek(1).isWord("KEY"))
            || ((item.isWord("UNIQUE") || item.isWord("CHECK")) && item.peek(1).isSymbol('('))
            || (item.isWord("FOREIGN") && item.peek(1).isWord("KEY"));
    return constraint ? constraint(item) : columnOf(item);
  }

  private boolean constraint(Cursor item) {
    if (item.accept("CONSTRAINT") && item.name() == null) {
      return false;
    }
    if (item.accept("PRIMARY", "KEY")) {
      var text = item.normal();
      var names = item.parentheses();
      if (names == null) {
        return false;
      }
      autoIncrement |= names.has("AUTOINCREMENT");
      primaryKey = names(names);
      rules.add(new TableRule(TableRule.Kind.PRIMARY_KEY, text, null));
    } else if (item.accept("UNIQUE")) {
      rules.add(new TableRule(TableRule.Kind.UNIQUE, item.normal(), null));
    } else if (item.accept("CHECK") && Expressions.harmless(item.copy())) {
      rules.add(new TableRule(TableRule.Kind.CHECK, item.normal(), null));
    } else if (item.accept("FOREIGN", "KEY")) {
      var text = item.normal();
      if (item.parentheses() == null || !item.accept("REFERENCES")) {
        return false;
      }
      rules.add(new TableRule(TableRule.Kind.FOREIGN_KEY, text, item.name()));
    } else {
      return false;
    }
    return true;
  }

  private static List<String> names(Cursor list) {
    var names = new ArrayList<String>();
    while (!list.atEnd()) {
      var name = list.item().name();
      names.add(name == null ? "" : Cursor.key(name));
    }
    return names;
  }

  private boolean columnOf(Cursor definition) {
    int offset = definition.offset();
    var name = definition.name();
    if (name == null) {
      return false;
    }
    var type = type(definition);
    var parts = new Parts();
    while (!definition.atEnd()) {
      if (!part(name, definition, parts)) {
        return false;
      }
    }
    columns.add(
        new ColumnDefinition(
            name,
            type,
            parts.notNull,
            parts.fallback == null ? null : parts.fallback.text(),
            parts.fallback != null && parts.fallback.constant(),
            parts.collation,
            parts.generated,
            parts.rules,
            offset));
    rules.addAll(parts.rules);
    return true;
  }

  private static String type(Cursor definition) {
    var type = new StringBuilder();
    while (!definition.atEnd()) {
      var token = definition.peek();
      boolean ends = token.kind() == SqlToken.Kind.WORD && END_OF_TYPE.contains(token.normal());
      if (ends || token.kind() == SqlToken.Kind.SYMBOL || token.kind() == SqlToken.Kind.NUMBER) {
        break;
      }
      type.append(type.isEmpty() ? "" : " ").append(definition.skip().name());
    }
    var size = definition.parentheses();
    if (size != null) {
      type.append('(').append(size.normal().strip().replace(" ", "")).append(')');
    }
    return type.toString().toUpperCase(Locale.ROOT);
  }

  /** What a definition says so far. */
  private static final class Parts {
    boolean notNull;
    @Nullable Fallback fallback;
    String collation = "binary";
    @Nullable String generated;
    final Set<TableRule> rules = new LinkedHashSet<>();
  }

  private boolean part(String name, Cursor at, Parts parts) {
    if (at.accept("CONSTRAINT")) {
      return at.name() != null;
    }
    if (at.accept("NOT", "NULL")) {
      parts.notNull = true;
      var conflict = conflict(at);
      if (!conflict.isEmpty()) {
        parts.rules.add(rule(TableRule.Kind.CHECK, "not null " + Cursor.key(name) + conflict));
      }
      return true;
    }
    if (at.accept("NULL")) {
      return true;
    }
    if (at.accept("PRIMARY", "KEY")) {
      primaryKey(name, at, parts);
      return true;
    }
    if (at.accept("UNIQUE")) {
      parts.rules.add(rule(TableRule.Kind.UNIQUE, "( " + Cursor.key(name) + " ) " + conflict(at)));
      return true;
    }
    if (at.accept("CHECK")) {
      var condition = at.parentheses();
      if (condition == null || !Expressions.harmless(condition.copy())) {
        return false;
      }
      parts.rules.add(rule(TableRule.Kind.CHECK, "( " + condition.normal() + ") "));
      return true;
    }
    if (at.accept("COLLATE")) {
      var collation = at.name();
      parts.collation = collation == null ? "" : Cursor.key(collation);
      return collation != null;
    }
    if (at.accept("DEFAULT")) {
      parts.fallback = Fallback.read(at);
      return parts.fallback != null;
    }
    return further(name, at, parts);
  }

  private static boolean further(String name, Cursor at, Parts parts) {
    if (at.accept("REFERENCES")) {
      var text = new StringBuilder("( " + Cursor.key(name) + " ) references ");
      var parent = at.name();
      text.append(parent).append(' ');
      var key = at.parentheses();
      text.append(key == null ? "" : "( " + key.normal() + ") ").append(actions(at));
      parts.rules.add(
          new TableRule(TableRule.Kind.FOREIGN_KEY, Cursor.key(text.toString()), parent));
      return parent != null;
    }
    at.accept("GENERATED", "ALWAYS");
    if (at.accept("AS")) {
      var expression = at.parentheses();
      if (expression == null || !Expressions.harmless(expression.copy())) {
        return false;
      }
      boolean stored = at.accept("STORED");
      at.accept("VIRTUAL");
      parts.generated = expression.normal() + (stored ? "stored" : "");
      return true;
    }
    return false;
  }

  private void primaryKey(String name, Cursor at, Parts parts) {
    boolean descending = at.accept("DESC");
    at.accept("ASC");
    var conflict = conflict(at);
    primaryKey = List.of(Cursor.key(name));
    autoIncrement |= at.accept("AUTOINCREMENT");
    var text = "( " + Cursor.key(name) + " ) " + (descending ? "desc " : "") + conflict;
    parts.rules.add(rule(TableRule.Kind.PRIMARY_KEY, text));
  }

  private static TableRule rule(TableRule.Kind kind, String text) {
    return new TableRule(kind, text, null);
  }

  private static String conflict(Cursor at) {
    return at.accept("ON", "CONFLICT") ? "on conflict " + at.skip().normal() + " " : "";
  }

  /** What a foreign key does when its parent changes. */
  private static String actions(Cursor at) {
    var text = new StringBuilder();
    while (true) {
      if (at.isWord("ON") || at.isWord("MATCH")) {
        text.append(at.skip().normal()).append(' ').append(at.skip().normal()).append(' ');
      } else if (at.isWord("SET") || at.isWord("NO") || at.isWord("INITIALLY")) {
        text.append(at.skip().normal()).append(' ').append(at.skip().normal()).append(' ');
      } else if (at.isWord("CASCADE") || at.isWord("RESTRICT") || at.isWord("DEFERRABLE")) {
        text.append(at.skip().normal()).append(' ');
      } else if (at.isWord("NOT") && at.peek(1).isWord("DEFERRABLE")) {
        text.append(at.skip().normal()).append(' ');
      } else {
        return text.toString();
      }
    }
  }
}
