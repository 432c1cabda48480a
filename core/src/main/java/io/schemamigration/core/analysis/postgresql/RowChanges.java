package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;

/** Queries, and what writes rows. */
final class RowChanges {
  private RowChanges() {}

  /** Judges a statement that reads or writes rows. */
  static void judge(Node statement, Draft draft) {
    if (statement.is("SelectStmt") && statement.has("intoClause")) {
      TableCreation.filled(statement, draft);
    } else {
      query(statement, draft);
    }
  }

  /** Judges a query, with all that is in it. */
  static void query(Node query, Draft draft) {
    if (query.has("intoClause")) { // PostgreSQL refuses one that is deeper inside
      draft.unmapped(query, "INTO within a query");
      return;
    }
    parts(query, draft);
  }

  /** The same for one whose target is known already. */
  static void parts(Node query, Draft draft) {
    Expressions.uses(query, draft);
    Expressions.runs(query, draft);
    query.walk(node -> {
      switch (node.type()) {
        case "InsertStmt" -> insert(node, draft);
        case "UpdateStmt" -> update(node, draft);
        case "DeleteStmt" -> delete(node, draft);
        case "MergeStmt" -> merge(node, draft);
        case "SelectStmt" -> select(node, draft);
        default -> {}
      }
      draft.fresh(false);
    });
  }

  /** The table that is written, or empty if it must not be. */
  private static String target(Node statement, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null || Names.isSystem(relation)) {
      draft.unmapped(
          relation == null ? statement : relation,
          relation == null ? "a write" : "a write to " + Names.relation(relation));
      return "";
    }
    var table = Names.relation(relation);
    draft.fresh(draft.scope().isNewTable(table));
    draft.writes(Kind.TABLE, table);
    draft.scope().write(relation.text("relname"));
    Expressions.runs(relation, draft);
    draft.lock(LockMode.ROW_EXCLUSIVE, table);
    if (!draft.scope().locked().isEmpty()) {
      draft.remark(
          Rule.ROWS_WITH_DDL,
          relation,
          "table "
              + table
              + " is written while the lock on "
              + draft.scope().locked().iterator().next()
              + " is held",
          "write rows in a migration of its own");
    }
    return table;
  }

  private static void insert(Node insert, Draft draft) {
    if (!draft.only(
        insert,
        "INSERT",
        "relation",
        "cols",
        "selectStmt",
        "onConflictClause",
        "returningClause",
        "withClause",
        "override")) {
      return;
    }
    var table = target(insert, draft);
    var conflict = insert.node("onConflictClause");
    if (conflict != null && !table.isEmpty()) {
      NewValues.judge(table, conflict, conflict.node("whereClause"), draft);
    }
    var rows = insert.node("selectStmt");
    if (rows != null && !rows.has("valuesLists")) {
      draft.danger(Danger.LONG_TRANSACTION);
    }
  }

  private static void update(Node update, Draft draft) {
    if (!draft.only(
        update,
        "UPDATE",
        "relation",
        "targetList",
        "whereClause",
        "fromClause",
        "returningClause",
        "withClause")) {
      return;
    }
    var table = target(update, draft);
    if (table.isEmpty()) {
      return;
    }
    for (var column : update.nodes("targetList")) {
      draft.writes(Kind.COLUMN, Names.member(table, column.text("name")));
      if (!draft.scope().isNewColumn(table, column.text("name"))) {
        draft.danger(Danger.NOT_REVERSIBLE);
      }
    }
    NewValues.judge(table, update, update.node("whereClause"), draft);
    if (draft.batched()) {
      return;
    }
    draft.danger(Danger.LONG_TRANSACTION);
    if (!update.has("whereClause")) {
      draft.remark(
          Rule.UPDATE_ALL_ROWS,
          Names.at(update, "relation"),
          "every row of table " + table + " is written in one transaction",
          "let it run in batches (-- backfill), in a migration of its own");
    }
  }

  private static void delete(Node delete, Draft draft) {
    if (!draft.only(
        delete,
        "DELETE",
        "relation",
        "usingClause",
        "whereClause",
        "returningClause",
        "withClause")) {
      return;
    }
    var table = target(delete, draft);
    if (!table.isEmpty()) {
      removed(delete, table, draft);
    }
  }

  private static void removed(Node statement, String table, Draft draft) {
    draft.phase(Phase.CONTRACT);
    draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
    if (!draft.batched()) {
      draft.danger(Danger.LONG_TRANSACTION);
    }
    draft.remark(
        Rule.DELETE_ROWS,
        Names.at(statement, "relation"),
        "rows of table " + table + " are removed, which older code may look for",
        "do it after all code that needs them is gone");
  }

  private static void merge(Node merge, Draft draft) {
    if (!draft.only(
        merge,
        "MERGE",
        "relation",
        "sourceRelation",
        "joinCondition",
        "mergeWhenClauses",
        "returningClause",
        "withClause")) {
      return;
    }
    var table = target(merge, draft);
    if (table.isEmpty()) {
      return;
    }
    draft.danger(Danger.LONG_TRANSACTION, Danger.NOT_REVERSIBLE);
    for (var when : merge.nodes("mergeWhenClauses")) {
      switch (when.text("commandType")) {
        case "CMD_INSERT", "CMD_NOTHING" -> {}
        case "CMD_UPDATE" -> NewValues.judge(table, when, when.node("condition"), draft);
        case "CMD_DELETE" -> removed(merge, table, draft);
        default -> draft.unmapped(merge, "MERGE with " + when.text("commandType"));
      }
    }
  }

  private static void select(Node select, Draft draft) {
    if (select.nodes("lockingClause").isEmpty()) {
      return;
    }
    for (var source : select.nodes("fromClause")) {
      source.walk(node -> {
        if (node.has("relname")) {
          draft.lock(LockMode.ROW_SHARE, Names.relation(node));
        }
      });
    }
  }

  /** Judges {@code COPY}: rows that come with the migration are like an INSERT. */
  static void copy(Node copy, Draft draft) {
    boolean rows = copy.flag("is_from") && !copy.has("filename") && !copy.flag("is_program");
    if (!rows
        || !draft.only(copy, "COPY", "relation", "attlist", "is_from", "options", "whereClause")) {
      if (!rows) {
        draft.unmapped(copy, "COPY with a file or a program");
      }
      return;
    }
    Expressions.uses(copy.node("whereClause"), draft);
    Expressions.runs(copy.node("whereClause"), draft);
    target(copy, draft);
  }
}
