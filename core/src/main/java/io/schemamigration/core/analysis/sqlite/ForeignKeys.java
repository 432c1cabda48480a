package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.NewKeys.Action;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Foreign keys of what older code doesn't write: it meets them when it deletes. */
final class ForeignKeys {
  private final Scope scope;
  private final Draft draft;

  ForeignKeys(Scope scope, Draft draft) {
    this.scope = scope;
    this.draft = draft;
  }

  /**
   * A foreign key as its rule has it.
   *
   * @param columns that refer, in a form that compares
   * @param key that they refer to; empty: the primary key
   * @param onDelete what a delete of the parent does: {@code cascade}, {@code set null}, …
   */
  private record Parsed(List<String> columns, List<String> key, String onDelete) {
    static Parsed of(TableRule rule) {
      try {
        var at = Cursor.of(rule.text());
        var columns = names(at.parentheses());
        at.accept("REFERENCES");
        at.name();
        var key = names(at.parentheses());
        while (!at.atEnd() && !at.accept("ON", "DELETE")) {
          at.skip();
        }
        boolean set = at.isWord("SET");
        var action = Cursor.key(at.skip().text()) + (set ? " " + Cursor.key(at.peek().text()) : "");
        return new Parsed(columns, key, action);
      } catch (UnreadableSqlException e) {
        return new Parsed(List.of(), List.of(), "");
      }
    }

    private static List<String> names(@Nullable Cursor list) {
      var names = new ArrayList<String>();
      while (list != null && !list.atEnd()) {
        var name = list.item().name();
        names.add(name == null ? "" : Cursor.key(name));
      }
      return names;
    }
  }

  /** Judges one of a table that this migration creates. */
  void ofTable(TableDefinition table, TableRule rule, int offset) {
    var parsed = Parsed.of(rule);
    var action =
        switch (parsed.onDelete()) {
          case "cascade" -> Action.DELETES;
          case "set null" -> takeNull(table, parsed.columns()) ? Action.EMPTIES : Action.REFUSES;
          default -> Action.REFUSES;
        };
    boolean itself = Cursor.key(String.valueOf(rule.refersTo())).equals(Cursor.key(table.name()));
    judge(table.name(), rule, parsed, action, itself, offset);
  }

  /** Judges one of a column that is added to a table of others. */
  void ofColumn(String table, ColumnDefinition column, TableRule rule, int offset) {
    var parsed = Parsed.of(rule);
    boolean empties = parsed.onDelete().equals("set null") && !column.notNull();
    for (var other : column.rules()) {
      empties &= other.kind() != TableRule.Kind.CHECK || OlderRows.pass(other, column);
    }
    if (column.fallback() != null) {
      narrows(table, String.valueOf(rule.refersTo()), offset);
    } else {
      var action = empties ? Action.EMPTIES : Action.REFUSES;
      judge(table, rule, parsed, action, false, offset);
    }
  }

  private void judge(
      String table, TableRule rule, Parsed parsed, Action action, boolean itself, int offset) {
    var parent = String.valueOf(rule.refersTo());
    boolean others = !itself && !scope.isOwn(parent);
    if (others && !isKey(scope.now().table(parent), parsed.key())) {
      narrows(table, parent, offset);
      return;
    }
    if (scope.keys().add(Cursor.key(table), Cursor.key(parent), action, others)) {
      draft.phaseByData(Phase.EXPAND);
      draft.narrows(Kind.TABLE, parent);
      draft.remark(
          Rule.SQLITE_FOREIGN_KEY,
          offset,
          "older code can't delete rows of "
              + parent
              + " while rows of "
              + table
              + " refer to them",
          "ON DELETE CASCADE or ON DELETE SET NULL; as it is where older code deletes no such rows.");
    }
    if (scope.keys().runsCode()) {
      draft.unknown(
          offset,
          "a trigger of " + table + " runs when older code deletes rows of " + parent,
          "Leave the trigger out, or say why older code survives it: -- accept: "
              + Rule.UNKNOWN_STATEMENT.id()
              + " REASON");
    }
  }

  /** SQLite refuses each delete in a table when a foreign key names what is no key of it. */
  private static boolean isKey(@Nullable TableDefinition parent, List<String> columns) {
    if (parent == null) {
      return false;
    }
    var key = new HashSet<>(columns);
    if (columns.isEmpty() || key.equals(new HashSet<>(parent.primaryKey()))) {
      return !parent.primaryKey().isEmpty();
    }
    for (var rule : parent.rules()) {
      boolean unique = rule.kind() == TableRule.Kind.UNIQUE;
      if (unique && key.equals(new HashSet<>(Parsed.of(rule).columns()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean takeNull(TableDefinition table, List<String> columns) {
    for (var name : columns) {
      var column = table.column(name);
      if (column == null
          || column.notNull()
          || column.generated() != null
          || table.primaryKey().contains(name)) {
        return false;
      }
      for (var rule : table.rules()) {
        boolean checks = rule.kind() == TableRule.Kind.CHECK && rule.text().contains(name);
        if (checks && !OlderRows.pass(rule, column)) {
          return false;
        }
      }
    }
    return !columns.isEmpty();
  }

  /** What older code may do there isn't known. */
  private void narrows(String table, String parent, int offset) {
    draft.phaseByData(Phase.CONTRACT);
    draft.narrows(Kind.TABLE, parent);
    draft.remark(
        Rule.SQLITE_FOREIGN_KEY,
        offset,
        "rows of "
            + table
            + " refer to "
            + parent
            + ": older code that deletes there, or changes keys, may be refused",
        "Let "
            + parent
            + " be deleted from by code that knows of "
            + table
            + " first, or leave the foreign key out.");
  }
}
