package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.List;

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
    boolean isNew = isNew(statement, Kind.TABLE, table, draft);
    draft.adds(Kind.TABLE, table);
    parents(table, statement, draft);
    Expressions.uses(statement.node("ofTypename"), draft);
    Expressions.keeps(statement, relation.text("relname"), draft);
    ForeignKeys.columns(table, statement, draft);
    for (var element : statement.nodes("tableElts")) {
      element(table, element, draft);
    }
    Style.table(table, statement, draft);
    boolean vanishes = statement.text("oncommit").equals("ONCOMMIT_DROP");
    if (isNew && !vanishes) {
      draft.scope().make(Kind.TABLE, table);
    }
  }

  private static boolean isNew(Node statement, Kind kind, String name, Draft draft) {
    return !statement.flag("if_not_exists") || draft.scope().isAbsent(kind, name);
  }

  /** A schema that is named like a role comes first for that role, before public. */
  private static void hides(String kind, String table, Node relation, Draft draft) {
    var schema = relation.text("schemaname");
    boolean elsewhere = !schema.isEmpty() && !schema.equals("public");
    if (elsewhere && draft.scope().earlier().makesPlain(relation.text("relname"))) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.HIDES_TABLE,
          relation,
          kind
              + " "
              + table
              + " hides table "
              + relation.text("relname")
              + " from older code whose search_path has "
              + schema
              + " first, as that of a role "
              + schema
              + " has",
          "give the "
              + kind
              + " or its schema another name; where no role and no search_path has that"
              + " schema, say so with -- accept: hides-table");
    }
  }

  private static void element(String table, Node element, Draft draft) {
    switch (element.type()) {
      case "ColumnDef" -> {
        Refused.column(element, draft);
        Expressions.uses(element.node("typeName"), draft);
        var type = element.node("typeName");
        if (type != null && BuiltIn.isSerial(type)) {
          // which may get another name, so that it is never taken for new later
          draft.adds(Kind.SEQUENCE, table + "_" + element.text("colname") + "_seq");
        }
        for (var constraint : element.nodes("constraints")) {
          boolean enforced = Constraints.isEnforced(element);
          constraint(table, List.of(element.text("colname")), constraint, enforced, draft);
        }
      }
      case "Constraint" -> {
        boolean enforced = element.flag("is_enforced");
        constraint(table, element.strings("fk_attrs"), element, enforced, draft);
      }
      case "TableLikeClause" -> {
        var like = Names.relation(element, "relation");
        draft.uses(Kind.TABLE, like);
      }
      default -> draft.unmapped(element, element.type() + " in CREATE TABLE");
    }
  }

  private static void constraint(
      String table, List<String> columns, Node constraint, boolean enforced, Draft draft) {
    if (constraint.text("contype").equals("CONSTR_FOREIGN")) {
      if (enforced) {
        ForeignKeys.ofNewTable(table, columns, constraint, draft);
      } else {
        draft.uses(Kind.TABLE, Names.relation(constraint, "pktable"));
      }
    } else {
      Expressions.uses(constraint.node("raw_expr"), draft);
    }
  }

  /** A partition is open to rows that older code writes; what inherits is seen by what it reads. */
  private static void parents(String table, Node statement, Draft draft) {
    hides("table", table, Names.at(statement, "relation"), draft);
    boolean partition = statement.has("partbound");
    var own = Names.at(statement, "relation").text("relname");
    for (var parent : statement.nodes("inhRelations")) {
      var name = Names.relation(parent);
      draft.scope().follow(parent.text("relname"), own); // its rows are this one's
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
    var kind = view ? Kind.VIEW : Kind.TABLE;
    boolean isNew = isNew(statement, kind, name, draft);
    draft.adds(kind, name);
    hides(view ? "view" : "table", name, relation, draft);
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
    if (isNew && !vanishes) {
      draft.scope().make(kind, name);
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
    if (!statement.flag("replace") || draft.scope().isAbsent(Kind.VIEW, name)) {
      draft.adds(Kind.VIEW, name);
      hides("view", name, view, draft);
      draft.scope().make(Kind.VIEW, name);
      return;
    }
    replaced(view, name, draft);
  }

  private static void replaced(Node view, String name, Draft draft) {
    draft.changes(Kind.VIEW, name);
    draft.fresh(draft.scope().isNew(Kind.VIEW, name));
    if (draft.scope().isExtended(name)) {
      draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
      draft.phaseByData(Phase.EXPAND);
      return; // code that names its columns sees the same rows
    }
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
    if (isNew(statement, Kind.SEQUENCE, name, draft)) {
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
    if (!name.isEmpty() && isNew(statement, Kind.SCHEMA, name, draft)) {
      draft.scope().make(Kind.SCHEMA, name);
    }
  }
}
