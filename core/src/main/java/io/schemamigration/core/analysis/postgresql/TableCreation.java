package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;

/** New tables, views and sequences. */
final class TableCreation {
  private TableCreation() {}

  /** Judges {@code CREATE TABLE}. */
  static void table(Node statement, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null
        || !draft.only(
            statement,
            "CREATE TABLE",
            "relation",
            "tableElts",
            "inhRelations",
            "partbound",
            "partspec",
            "ofTypename",
            "constraints",
            "options",
            "oncommit",
            "tablespacename",
            "accessMethod",
            "if_not_exists")) {
      return;
    }
    if (Names.isSystem(relation)) {
      draft.unmapped(relation, "a table like " + Names.relation(relation));
      return;
    }
    var table = Names.relation(relation);
    draft.adds(Kind.TABLE, table);
    parents(table, statement, draft);
    for (var parent : statement.nodes("inhRelations")) { // its rows are this one's
      draft.scope().follow(parent.text("relname"), relation.text("relname"));
    }
    Expressions.uses(statement.node("ofTypename"), draft);
    Expressions.keeps(statement, relation.text("relname"), draft);
    for (var element : statement.nodes("tableElts")) {
      element(table, element, draft);
    }
    Style.table(table, statement, draft);
    boolean vanishes = statement.text("oncommit").equals("ONCOMMIT_DROP");
    if (!statement.flag("if_not_exists") && !vanishes) {
      draft.scope().make(Kind.TABLE, table);
    }
  }

  private static void element(String table, Node element, Draft draft) {
    switch (element.type()) {
      case "ColumnDef" -> {
        Expressions.uses(element.node("typeName"), draft);
        var type = element.node("typeName");
        if (type != null && BuiltIn.isSerial(type)) {
          // which may get another name, so that it is never taken for new later
          draft.adds(Kind.SEQUENCE, table + "_" + element.text("colname") + "_seq");
        }
        for (var constraint : element.nodes("constraints")) {
          constraint(table, constraint, draft);
        }
      }
      case "Constraint" -> constraint(table, element, draft);
      case "TableLikeClause" -> {
        var like = Names.relation(element, "relation");
        draft.uses(Kind.TABLE, like);
      }
      default -> draft.unmapped(element, element.type() + " in CREATE TABLE");
    }
  }

  private static void constraint(String table, Node constraint, Draft draft) {
    if (constraint.text("contype").equals("CONSTR_FOREIGN")) {
      var referenced = Names.relation(constraint, "pktable");
      boolean known = referenced.equals(table) || draft.scope().isNewTable(referenced);
      draft.uses(Kind.TABLE, referenced);
      if (!known) {
        newForeignKey(table, referenced, constraint, draft);
      }
    } else {
      Expressions.uses(constraint.node("raw_expr"), draft);
    }
  }

  private static void newForeignKey(String table, String referenced, Node constraint, Draft draft) {
    draft.narrows(Kind.TABLE, referenced);
    draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, referenced);
    draft.phase(Phase.CONTRACT);
    draft.remark(
        Rule.ADD_FOREIGN_KEY,
        constraint,
        "rows of " + referenced + " can't be deleted while rows of " + table + " need them",
        "make the table without it, and add the key after all code that deletes from "
            + referenced
            + " without looking is gone; ON DELETE CASCADE doesn't stop older code, either");
  }

  /** A partition is open to rows that older code writes; what inherits is seen by what it reads. */
  private static void parents(String table, Node statement, Draft draft) {
    boolean partition = statement.has("partbound");
    for (var parent : statement.nodes("inhRelations")) {
      var name = Names.relation(parent);
      draft.changes(Kind.TABLE, name);
      draft.fresh(draft.scope().isNewTable(name));
      draft.lock(partition ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE, name);
      boolean plain =
          partition && statement.nodes("tableElts").isEmpty() && !statement.has("partspec");
      if (partition) {
        draft.lock(
            LockMode.ACCESS_EXCLUSIVE, "the default partition of " + name + ", if it has one");
        draft.danger(Danger.FULL_SCAN);
        draft.remark(
            Rule.PARTITION_LOCKS_PARENT,
            parent,
            "nobody can use table " + name + " until the lock is given back",
            "make the table first, with the columns of " + name + ", then ATTACH PARTITION");
      }
      if (!plain) {
        draft.phaseByData(Phase.CONTRACT);
        draft.remark(
            Rule.CHANGE_MEANING,
            parent,
            "rows of table " + name + " can be in " + table + ", with its rules",
            "keep to the columns and rules of " + name);
      }
      draft.fresh(false);
    }
  }

  /** Judges {@code CREATE TABLE … AS}, {@code SELECT … INTO} and materialized views. */
  static void filled(Node statement, Draft draft) {
    var into = statement.node(statement.is("SelectStmt") ? "intoClause" : "into");
    var relation = into == null ? null : into.node("rel");
    if (into == null || relation == null || Names.isSystem(relation)) {
      draft.unmapped(statement, "this target of a query");
      return;
    }
    var name = Names.relation(relation);
    boolean view = statement.text("objtype").equals("OBJECT_MATVIEW");
    draft.adds(view ? Kind.VIEW : Kind.TABLE, name);
    var query = statement.is("SelectStmt") ? statement : statement.node("query");
    if (query != null) {
      if (statement.is("SelectStmt")) {
        RowChanges.parts(query, draft);
      } else {
        RowChanges.query(query, draft);
      }
    }
    draft.scope().write(relation.text("relname"));
    draft.danger(Danger.LONG_TRANSACTION);
    boolean vanishes = into.text("onCommit").equals("ONCOMMIT_DROP");
    if (!statement.flag("if_not_exists") && !vanishes) {
      draft.scope().make(view ? Kind.VIEW : Kind.TABLE, name);
    }
  }

  /** Judges {@code CREATE VIEW}, which runs nothing. */
  static void view(Node statement, Draft draft) {
    var view = statement.node("view");
    if (view == null
        || !draft.only(
            statement,
            "CREATE VIEW",
            "view",
            "aliases",
            "query",
            "replace",
            "options",
            "withCheckOption")) {
      return;
    }
    var name = Names.relation(view);
    if (Names.isSystem(view)) {
      draft.unmapped(view, "a view like " + name);
      return;
    }
    Expressions.uses(statement.node("query"), draft);
    Expressions.keeps(statement, view.text("relname"), draft);
    if (!statement.flag("replace")) {
      draft.adds(Kind.VIEW, name);
      draft.scope().make(Kind.VIEW, name);
      return;
    }
    draft.changes(Kind.VIEW, name);
    draft.fresh(draft.scope().isNew(Kind.VIEW, name));
    draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
    draft.phaseByData(Phase.CONTRACT);
    draft.offers("what view " + name + " shows");
    draft.remark(
        Rule.REPLACE_VIEW,
        view,
        "view " + name + " may show other rows, and no longer take writes",
        "make a view of another name and let newer code read that");
  }

  /** Judges {@code CREATE SEQUENCE}. */
  static void sequence(Node statement, Draft draft) {
    if (!draft.only(statement, "CREATE SEQUENCE", "sequence", "options", "if_not_exists")) {
      return;
    }
    var name = Names.relation(statement, "sequence");
    draft.adds(Kind.SEQUENCE, name);
    if (!statement.flag("if_not_exists")) {
      draft.scope().make(Kind.SEQUENCE, name);
    }
  }

  /** Judges {@code CREATE SCHEMA}, without or with what is in it. */
  static void schema(Node statement, Draft draft) {
    if (!draft.only(statement, "CREATE SCHEMA", "schemaname", "authrole", "if_not_exists")) {
      return; // with elements inside it
    }
    var name = Names.part(statement.text("schemaname"));
    draft.adds(Kind.SCHEMA, name);
    if (!statement.flag("if_not_exists") && !name.isEmpty()) {
      draft.scope().make(Kind.SCHEMA, name);
    }
  }
}
