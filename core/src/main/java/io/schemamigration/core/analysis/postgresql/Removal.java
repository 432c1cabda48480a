package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import org.jspecify.annotations.Nullable;

/** {@code DROP} and {@code TRUNCATE}. */
final class Removal {
  private static final String AFTER =
      "do it in a migration of its own, after all code that uses it is gone";

  private Removal() {}

  /** Judges {@code DROP}. */
  static void drop(Node statement, Draft draft) {
    if (!draft.only(
        statement, "DROP", "objects", "removeType", "behavior", "missing_ok", "concurrent")) {
      return;
    }
    for (var object : statement.nodes("objects")) {
      one(statement, object, draft);
      draft.fresh(false);
    }
  }

  private static void one(Node statement, Node object, Draft draft) {
    var parts = Names.parts(object);
    if (isGuard(statement, object, draft)) {
      draft.phaseByData(Phase.EXPAND);
      return;
    }
    switch (statement.text("removeType")) {
      case "OBJECT_TABLE", "OBJECT_FOREIGN_TABLE" -> table(statement, Names.of(parts), draft);
      case "OBJECT_VIEW", "OBJECT_MATVIEW" ->
          relation(statement, Kind.VIEW, Names.of(parts), Rule.DROP_VIEW, draft);
      case "OBJECT_INDEX" -> index(statement, Names.of(parts), draft);
      case "OBJECT_SEQUENCE" ->
          relation(statement, Kind.SEQUENCE, Names.of(parts), Rule.DROP_SEQUENCE, draft);
      case "OBJECT_TYPE", "OBJECT_DOMAIN" ->
          other(statement, Kind.TYPE, Names.of(parts), Rule.DROP_TYPE, draft);
      case "OBJECT_SCHEMA" ->
          other(statement, Kind.SCHEMA, Names.of(parts), Rule.DROP_SCHEMA, draft);
      case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE" ->
          function(statement, object, draft);
      case "OBJECT_TRIGGER" -> member(statement, Kind.TRIGGER, object, Rule.DROP_TRIGGER, draft);
      case "OBJECT_RULE" -> member(statement, Kind.TRIGGER, object, Rule.DROP_TRIGGER, draft);
      case "OBJECT_POLICY" -> member(statement, Kind.POLICY, object, Rule.DROP_POLICY, draft);
      default -> other(statement, Kind.OTHER, Names.of(parts), Rule.DROP_OBJECT, draft);
    }
  }

  /** IF EXISTS of what no migration has made. */
  private static boolean isGuard(Node statement, Node object, Draft draft) {
    if (!statement.flag("missing_ok")) {
      return false;
    }
    var parts = Names.parts(object);
    var kind = kind(statement.text("removeType"));
    return kind != null && draft.scope().isUnheard(kind, Names.of(parts));
  }

  private static @Nullable Kind kind(String removed) {
    return switch (removed) {
      case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE" ->
          Kind.TABLE;
      case "OBJECT_TYPE", "OBJECT_DOMAIN" -> Kind.TYPE;
      case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE" ->
          Kind.FUNCTION;
      default -> null;
    };
  }

  private static void table(Node statement, String table, Draft draft) {
    boolean isNew = draft.scope().isNewTable(table);
    draft.fresh(isNew);
    draft.removes(Kind.TABLE, table);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, "the tables that " + table + " refers to");
    draft.scope().remove(Kind.TABLE, table);
    draft.phase(Phase.CONTRACT);
    draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
    draft.remark(
        Rule.DROP_TABLE, statement, "table " + table + " is removed, with its rows", AFTER);
    cascade(statement, statement, "table " + table, draft);
  }

  private static void relation(Node statement, Kind kind, String name, Rule rule, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
    if (kind == Kind.VIEW && draft.scope().isExtended(name)) {
      draft.removes(kind, name);
      draft.phaseByData(Phase.EXPAND);
      return;
    }
    other(statement, kind, name, rule, draft);
  }

  private static void index(Node statement, String index, Draft draft) {
    boolean concurrent = statement.flag("concurrent");
    draft.removes(Kind.INDEX, index);
    draft.fresh(draft.scope().isNew(Kind.INDEX, index));
    draft.scope().remove(Kind.INDEX, index);
    draft.lock(
        concurrent ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE,
        "the table of index " + index);
    if (!draft.scope().folder().index(index).equals("INDEX")) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.DROP_INDEX,
          statement,
          "index " + index + " is removed: it may be unique, and ON CONFLICT of older code need it",
          "do it in a migration of its own, after all code that relies on it is gone");
    }
    if (!concurrent) {
      draft.remark(
          Rule.DROP_INDEX_NOT_CONCURRENTLY,
          statement,
          "nobody can use the table of index " + index + " until the lock is given back",
          "DROP INDEX CONCURRENTLY");
    }
    cascade(statement, statement, "index " + index, draft);
  }

  private static void function(Node statement, Node object, Draft draft) {
    var identity = Routines.identity(object);
    draft.fresh(draft.scope().isNew(Kind.FUNCTION, identity));
    draft.scope().remove(Kind.FUNCTION, identity);
    removed(statement, Kind.FUNCTION, Routines.signature(object), Rule.DROP_FUNCTION, draft);
  }

  private static void other(Node statement, Kind kind, String name, Rule rule, Draft draft) {
    draft.fresh(draft.scope().isNew(kind, name));
    draft.scope().remove(kind, name);
    removed(statement, kind, name, rule, draft);
  }

  private static void removed(Node statement, Kind kind, String name, Rule rule, Draft draft) {
    draft.removes(kind, name);
    draft.phase(Phase.CONTRACT);
    if (kind == Kind.SCHEMA) {
      draft.danger(Danger.DATA_LOSS);
    }
    draft.danger(Danger.NOT_REVERSIBLE);
    draft.remark(rule, statement, kind.text() + " " + name + " is removed", AFTER);
    cascade(statement, statement, kind.text() + " " + name, draft);
  }

  private static void member(Node statement, Kind kind, Node object, Rule rule, Draft draft) {
    var parts = Names.parts(object);
    var table = Names.of(parts.subList(0, parts.size() - 1));
    var name = Names.member(parts);
    draft.removes(kind, name);
    draft.uses(Kind.TABLE, table);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.fresh(draft.scope().isNewTable(table));
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(
        rule,
        statement,
        kind.text() + " " + name + " is removed, which older code may rely on",
        "do it after all code that relies on it is gone");
    cascade(statement, statement, kind.text() + " " + name, draft);
  }

  /** What depends on something goes with it, whatever it is. */
  static void cascade(Node command, Node at, String what, Draft draft) {
    if (command.text("behavior").equals("DROP_CASCADE") && !draft.fresh()) {
      draft.phaseByData(Phase.CONTRACT);
      draft.danger(Danger.NOT_REVERSIBLE);
      draft.lock(LockMode.ACCESS_EXCLUSIVE, "all that depends on " + what);
      draft.remark(
          Rule.CASCADE,
          at,
          "CASCADE removes all that depends on " + what + ", which the statement doesn't name",
          "without CASCADE, PostgreSQL names what depends on it; remove that first, by name");
    }
  }

  /** Judges {@code TRUNCATE}. */
  static void truncate(Node statement, Draft draft) {
    if (!draft.only(statement, "TRUNCATE", "relations", "restart_seqs", "behavior")) {
      return;
    }
    for (var relation : statement.nodes("relations")) {
      var table = Names.relation(relation);
      if (Names.isSystem(relation)) {
        draft.unmapped(relation, "TRUNCATE of " + table);
      }
      draft.fresh(draft.scope().isNewTable(table));
      draft.writes(Kind.TABLE, table);
      draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
      draft.phase(Phase.CONTRACT);
      draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE, Danger.REWRITE);
      draft.remark(
          Rule.TRUNCATE_TABLE, relation, "all rows of table " + table + " are removed", AFTER);
      if (statement.text("behavior").equals("DROP_CASCADE") && !draft.fresh()) {
        draft.phaseByData(Phase.CONTRACT);
        draft.lock(LockMode.ACCESS_EXCLUSIVE, "the tables that refer to " + table);
        draft.remark(
            Rule.TRUNCATE_CASCADE,
            relation,
            "all rows of the tables that refer to " + table + " are removed, too",
            "name the tables");
      }
    }
  }

  /** Judges what removes whole databases, roles and what belongs to them. */
  static void whole(Node statement, Draft draft) {
    var name = statement.text("dbname");
    draft.removes(Kind.OTHER, name.isEmpty() ? "roles" : "database " + name);
    draft.phaseByData(Phase.CONTRACT);
    draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
    draft.remark(
        Rule.DROP_OBJECT,
        statement,
        name.isEmpty()
            ? "a role, or all that it owns, is removed"
            : "database " + name + " is removed",
        "keep it out of migrations");
  }
}
