package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Earlier;
import io.schemamigration.core.analysis.NewKeys;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a migration has created and removed before the statement that is judged. */
final class Scope {
  private final SqliteSchema before;
  private final SqliteSchema now;
  private final Set<String> made = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private final NewKeys keys = new NewKeys();
  private final Set<String> empty = new HashSet<>();
  private final Set<String> columns = new HashSet<>();
  private final List<Statement> passed = new ArrayList<>();
  private final Earlier earlier;
  private final Set<String> extended;

  /**
   * Nothing created yet.
   *
   * @param before the schema that is known
   * @param earlier what is in the migrations before
   * @param extended views that the migration recreates with more columns, and nothing else
   */
  Scope(SqliteSchema before, Earlier earlier, Set<String> extended) {
    this.before = before;
    this.earlier = earlier;
    this.extended = extended;
    this.now = before.copy();
  }

  /** What is in the migrations before. */
  Earlier earlier() {
    return earlier;
  }

  /** Whether the view is recreated with nothing but more columns behind those that it has. */
  boolean isExtended(String view) {
    return extended.contains(Cursor.key(view));
  }

  /** A statement that has been judged. */
  void passed(Statement statement) {
    passed.add(statement);
  }

  /** Whether nothing of that name can exist: no migration, nor this one so far, has the name. */
  boolean isUnheard(String name) {
    return earlier.lacks(name)
        && passed.stream().noneMatch(statement -> Earlier.mentions(statement, name));
  }

  /** A column of a table that others use. */
  void add(String table, String column) {
    if (!isGone(table, column)) {
      columns.add(Cursor.key(table) + "." + Cursor.key(column));
    }
  }

  /** Triggers and views, which are read again each time that they are used, meet a new column. */
  void meets(String table, ColumnDefinition column, Draft draft) {
    var met = earlier.code().meets(table, column.name());
    if (met != null) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.COLUMN_IN_CODE,
          column.offset(),
          "column "
              + table
              + "."
              + column.name()
              + " meets "
              + met
              + ": what older code does may fail, or mean the column",
          "Recreate it first, in an expand migration, so that it names its columns.");
    }
  }

  /** Whether older code can't know the column. */
  boolean isNewColumn(String table, String column) {
    return isOwn(table)
        || columns.contains(Cursor.key(table) + "." + Cursor.key(column))
        || earlier.addsPending(table, column);
  }

  /** As it was before the migration. */
  SqliteSchema before() {
    return before;
  }

  /** As it is at the statement that is judged. */
  SqliteSchema now() {
    return now;
  }

  /** The foreign keys of what this migration created. */
  NewKeys keys() {
    return keys;
  }

  /** Whether this migration created it, so that nobody else uses it yet. */
  boolean isOwn(String name) {
    return made.contains(Cursor.key(name));
  }

  void make(String name) {
    made.add(Cursor.key(name));
  }

  /** Removes an object; others may know it unless this migration created it. */
  void take(String name) {
    if (!made.remove(Cursor.key(name))) {
      gone.add(Cursor.key(name));
    }
  }

  void take(String table, String column) {
    gone.add(Cursor.key(table) + "." + Cursor.key(column));
  }

  /** A new column in which older code's rows have NULL. */
  void leaveEmpty(String table, String column) {
    empty.add(Cursor.key(table) + "." + Cursor.key(column));
  }

  boolean isEmpty(String table, String column) {
    return empty.contains(Cursor.key(table) + "." + Cursor.key(column));
  }

  /** Whether others may know another one of that name. */
  boolean isGone(String name) {
    return gone.contains(Cursor.key(name));
  }

  boolean isGone(String table, String column) {
    return gone.contains(Cursor.key(table) + "." + Cursor.key(column));
  }
}
