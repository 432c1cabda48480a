package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that is recreated: a new one is created, filled from it, and takes its place (SQLite's
 * manual, "Making Other Kinds Of Table Schema Changes"). It is one change, judged at the statement
 * that drops the old table, by the difference between the two.
 *
 * @param table that is replaced
 * @param fresh the one that takes its place, by the name that it is created with
 * @param rename the index of the statement that gives it the name
 */
record Recreate(String table, String fresh, int rename) {
  /** The one whose old table the statement drops; null if it drops none for that. */
  static @Nullable Recreate at(int drop, List<Statement> statements, Scope scope) {
    var at = Cursor.of(statements.get(drop).sql());
    if (!at.accept("DROP", "TABLE")) {
      return null;
    }
    at.accept("IF", "EXISTS");
    var table = at.objectName();
    if (table == null || !at.atEnd() || scope.isOwn(table) || scope.isGone(table)) {
      return null;
    }
    for (int i = drop + 1; i < statements.size(); i++) {
      var later = Cursor.of(statements.get(i).sql());
      var fresh = later.accept("ALTER", "TABLE") ? later.objectName() : null;
      var name = fresh != null && later.accept("RENAME", "TO") ? later.name() : null;
      if (fresh != null && name != null && Cursor.key(name).equals(Cursor.key(table))) {
        return scope.isOwn(fresh) ? new Recreate(table, fresh, i) : null;
      }
    }
    return null;
  }

  /** Judges the whole at the statement that drops the old table. */
  void judge(int drop, List<Statement> statements, Scope scope, Draft draft) {
    var old = scope.now().table(table);
    var later = scope.now().after(statements.subList(drop, rename + 1));
    var made = later.table(table);
    draft.changes(Kind.TABLE, table);
    if (old == null || made == null) {
      draft.unknown(
          0,
          "table " + table + " is recreated, and it isn't known what it was",
          "Keep the migration that makes it in the same folder, so that both can be compared; or declare the phase with a"
              + " reason: -- accept: "
              + Rule.UNKNOWN_STATEMENT.id()
              + " REASON");
      return;
    }
    var copied = copied(statements.subList(0, drop), old, scope.now().table(fresh));
    if (copied == null) {
      draft.unknown(
          0,
          "table " + table + " is recreated, and it isn't known which values are copied",
          "Copy it in one statement of columns: INSERT INTO "
              + fresh
              + " (…) SELECT … FROM "
              + table);
      return;
    }
    new TableDifference(old, made, fresh, scope, draft).judge(copied);
    var end = scope.now().after(statements.subList(drop, statements.size()));
    new PartDifference(this, scope.now(), later, end, draft).judge();
  }

  /** Null if it isn't known, or isn't one statement. */
  private @Nullable CopiedRows copied(
      List<Statement> before, TableDefinition old, @Nullable TableDefinition made) {
    CopiedRows copied = null;
    for (var statement : before) {
      var at = Cursor.of(statement.sql());
      boolean inserts = at.accept("INSERT", "INTO");
      var target = inserts ? at.objectName() : null;
      if (target == null || !Cursor.key(target).equals(Cursor.key(fresh))) {
        continue;
      }
      if (copied != null) {
        return null;
      }
      copied = CopiedRows.read(at, old, made);
      if (copied == null) {
        return null;
      }
    }
    return copied == null ? new CopiedRows(Map.of(), false) : copied;
  }

  /** The statement that gives the new table its name: judged where the old one was dropped. */
  void renamed(Scope scope, Draft draft) {
    draft.renames(Kind.TABLE, fresh, table);
    scope.take(fresh);
  }
}
