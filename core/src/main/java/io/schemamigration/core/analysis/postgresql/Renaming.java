package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;

/** Another name, or another schema: neither older nor newer code can work on both sides of it. */
final class Renaming {
  private Renaming() {}

  /** Judges {@code RENAME}. */
  static void rename(Node statement, Draft draft) {
    if (!draft.only(
        statement,
        "RENAME",
        "renameType",
        "relationType",
        "relation",
        "object",
        "subname",
        "newname",
        "behavior",
        "missing_ok")) {
      return;
    }
    var to = statement.text("newname");
    switch (statement.text("renameType")) {
      case "OBJECT_TABLE", "OBJECT_FOREIGN_TABLE" -> relation(statement, Kind.TABLE, to, draft);
      case "OBJECT_VIEW", "OBJECT_MATVIEW" -> relation(statement, Kind.VIEW, to, draft);
      case "OBJECT_SEQUENCE" -> relation(statement, Kind.SEQUENCE, to, draft);
      case "OBJECT_INDEX" -> index(statement, to, draft);
      case "OBJECT_COLUMN", "OBJECT_ATTRIBUTE" -> column(statement, to, draft);
      case "OBJECT_TABCONSTRAINT" -> member(statement, Kind.CONSTRAINT, to, draft);
      case "OBJECT_TRIGGER", "OBJECT_RULE" -> member(statement, Kind.TRIGGER, to, draft);
      case "OBJECT_POLICY" -> member(statement, Kind.POLICY, to, draft);
      case "OBJECT_SCHEMA" -> named(statement, Kind.SCHEMA, statement.text("subname"), to, draft);
      case "OBJECT_TYPE", "OBJECT_DOMAIN" -> object(statement, Kind.TYPE, to, draft);
      case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE" ->
          object(statement, Kind.FUNCTION, to, draft);
      default -> draft.unmapped(statement, "RENAME of this kind of object");
    }
  }

  private static void relation(Node statement, Kind kind, String to, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null) {
      draft.unmapped(statement, "RENAME without a name");
      return;
    }
    if (Names.isSystem(relation) || to.startsWith("schema_migration_")) {
      draft.unmapped(relation, "RENAME of " + Names.relation(relation));
      return;
    }
    var from = Names.relation(relation);
    draft.scope().follow(to, relation.text("relname"));
    draft.scope().follow(relation.text("relname"), to); // which views may read still
    if (draft.scope().isWritten(relation.text("relname"))) {
      draft.scope().write(to);
    }
    draft.lock(LockMode.ACCESS_EXCLUSIVE, from);
    moved(kind, from, sibling(relation, to), draft);
    renamed(relation, kind, from, sibling(relation, to), Rule.RENAME_TABLE, draft);
  }

  private static String sibling(Node relation, String to) {
    var schema = relation.text("schemaname");
    return schema.isEmpty() ? Names.part(to) : Names.part(schema) + "." + Names.part(to);
  }

  private static void index(Node statement, String to, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null) {
      draft.unmapped(statement, "RENAME without a name");
      return;
    }
    var from = Names.relation(relation);
    draft.renames(Kind.INDEX, from, sibling(relation, to));
    boolean isNew = draft.scope().isNew(Kind.INDEX, from);
    draft.scope().rename(Kind.INDEX, from, sibling(relation, to));
    draft.lock(draft.since(12) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, from);
    boolean plain = draft.scope().folder().index(from).equals("INDEX"); // nothing names such a one
    draft.fresh(isNew || plain);
    soft(relation, "index " + from, draft);
  }

  /** A name that only ON CONFLICT ON CONSTRAINT and the like refer to. */
  private static void soft(Node at, String what, Draft draft) {
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(
        Rule.RENAME_OBJECT,
        at,
        what + " gets another name, which ON CONFLICT ON CONSTRAINT of older code may refer to",
        "keep the name, or let ON CONFLICT name columns first");
  }

  private static void column(Node statement, String to, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null || Names.isSystem(relation)) {
      draft.unmapped(statement, "RENAME of this column");
      return;
    }
    var table = Names.relation(relation);
    var from = Names.member(table, statement.text("subname"));
    draft.uses(Kind.TABLE, table);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.fresh(draft.scope().isNewColumn(table, statement.text("subname")));
    draft.scope().rename(Kind.COLUMN, from, Names.member(table, to));
    renamed(relation, Kind.COLUMN, from, Names.member(table, to), Rule.RENAME_COLUMN, draft);
  }

  private static void member(Node statement, Kind kind, String to, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null) {
      draft.unmapped(statement, "RENAME without a name");
      return;
    }
    var table = Names.relation(relation);
    var from = Names.member(table, statement.text("subname"));
    draft.uses(Kind.TABLE, table);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    boolean unnamed =
        kind == Kind.CONSTRAINT
            && draft.scope().folder().isForeignKey(table, statement.text("subname"));
    draft.fresh(draft.scope().isNewTable(table) || draft.scope().isNew(kind, from) || unnamed);
    draft.renames(kind, from, Names.member(table, to));
    draft.scope().rename(kind, from, Names.member(table, to));
    soft(relation, kind.text() + " " + from, draft);
  }

  private static void object(Node statement, Kind kind, String to, Draft draft) {
    var object = statement.node("object");
    if (object == null) {
      draft.unmapped(statement, "RENAME without a name");
      return;
    }
    if (kind == Kind.FUNCTION) {
      var from = Routines.signature(object);
      var target = sibling(from, to);
      function(object, target, draft);
      renamed(statement, kind, from, target, Rule.RENAME_OBJECT, draft);
    } else {
      named(statement, kind, Names.of(Names.parts(object)), to, draft);
    }
  }

  private static String sibling(String from, String to) {
    return from.substring(0, from.lastIndexOf('.') + 1) + Names.part(to);
  }

  private static void named(Node statement, Kind kind, String from, String to, Draft draft) {
    var target = sibling(from, to);
    moved(kind, from, target, draft);
    renamed(statement, kind, from, target, Rule.RENAME_OBJECT, draft);
  }

  private static void moved(Kind kind, String from, String to, Draft draft) {
    draft.fresh(draft.scope().isNew(kind, from));
    draft.scope().rename(kind, from, to);
  }

  /** Of several functions with that name it is one. */
  private static void function(Node object, String to, Draft draft) {
    var from = Routines.identity(object);
    if (!from.isEmpty()) {
      moved(Kind.FUNCTION, from, to + from.substring(from.indexOf('(')), draft);
    }
  }

  private static void renamed(Node at, Kind kind, String from, String to, Rule rule, Draft draft) {
    draft.renames(kind, from, to);
    draft.phase(Phase.OFFLINE);
    draft.danger(Danger.BLOCKS_WRITES);
    draft.remark(
        rule,
        at,
        kind.text() + " " + from + " is " + to + " from now on: no code works before and after",
        kind == Kind.COLUMN
            ? "add a column of the new name, let newer code write both, fill it in batches, switch"
                + " the reads, and drop the old one in a later migration"
            : "make one of the new name, let code move over, and drop the old one in a later"
                + " migration; a view of the old name helps while both are used");
  }

  /** Judges {@code SET SCHEMA}. */
  static void schema(Node statement, Draft draft) {
    if (!draft.only(
        statement, "SET SCHEMA", "objectType", "relation", "object", "newschema", "missing_ok")) {
      return;
    }
    var relation = statement.node("relation");
    var object = statement.node("object");
    boolean isView = statement.text("objectType").endsWith("VIEW");
    boolean isRelation = relation != null;
    if (relation != null && Names.isSystem(relation)) {
      draft.unmapped(relation, "SET SCHEMA of " + Names.relation(relation));
      return;
    }
    var from =
        relation != null
            ? Names.relation(relation)
            : object == null ? "" : Names.of(Names.parts(object));
    var kind =
        isRelation
            ? isView ? Kind.VIEW : Kind.TABLE
            : statement.text("objectType").equals("OBJECT_FUNCTION") ? Kind.FUNCTION : Kind.TYPE;
    if (isRelation) {
      draft.lock(LockMode.ACCESS_EXCLUSIVE, from);
    }
    int dot = from.lastIndexOf('.');
    var to = Names.part(statement.text("newschema")) + "." + from.substring(dot + 1);
    if (kind == Kind.FUNCTION && object != null) {
      function(object, to, draft);
    } else {
      moved(kind, from, to, draft);
    }
    renamed(relation == null ? statement : relation, kind, from, to, Rule.SET_SCHEMA, draft);
  }
}
