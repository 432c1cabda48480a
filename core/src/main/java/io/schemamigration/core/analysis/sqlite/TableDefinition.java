package io.schemamigration.core.analysis.sqlite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as defined by CREATE TABLE and the changes after it.
 *
 * @param name as it is written
 * @param columns in their order
 * @param rules the constraints of the table, and those of its columns
 * @param primaryKey names of the columns in their order, in a form that compares; empty without one
 * @param autoIncrement whether an id is never used again
 * @param strict whether values of other types are refused
 * @param withoutRowid whether it has no rowid
 */
record TableDefinition(
    String name,
    List<ColumnDefinition> columns,
    Set<TableRule> rules,
    List<String> primaryKey,
    boolean autoIncrement,
    boolean strict,
    boolean withoutRowid) {

  TableDefinition {
    columns = List.copyOf(columns);
    rules = Collections.unmodifiableSet(new LinkedHashSet<>(rules)); // reported in their order
    primaryKey = List.copyOf(primaryKey);
  }

  @Nullable ColumnDefinition column(String name) {
    for (var column : columns) {
      if (column.key().equals(Cursor.key(name))) {
        return column;
      }
    }
    return null;
  }

  /** Whether its key is another name of the rowid, so that a new row gets a number by itself. */
  boolean numbersItself() {
    if (primaryKey.size() != 1 || withoutRowid) {
      return false;
    }
    var column = column(primaryKey.getFirst());
    return column != null && column.type().equals("INTEGER");
  }

  TableDefinition named(String other) {
    return with(other, columns);
  }

  TableDefinition plus(ColumnDefinition column) {
    var more = new ArrayList<>(columns);
    more.add(column);
    var all = new LinkedHashSet<>(rules);
    all.addAll(column.rules());
    return new TableDefinition(name, more, all, primaryKey, autoIncrement, strict, withoutRowid);
  }

  TableDefinition minus(String column) {
    var fewer = new ArrayList<>(columns);
    fewer.removeIf(c -> c.key().equals(Cursor.key(column)));
    return with(name, fewer);
  }

  private TableDefinition with(String name, List<ColumnDefinition> columns) {
    return new TableDefinition(
        name, columns, rules, primaryKey, autoIncrement, strict, withoutRowid);
  }
}
