package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;

/** Who may do what. */
final class Rights {
  private static final String LATER = "do it after all code that needs it is gone";

  private Rights() {}

  /** Judges {@code GRANT} and {@code REVOKE} on objects. */
  static void grant(Node statement, Draft draft) {
    if (!draft.only(
        statement,
        "GRANT",
        "is_grant",
        "targtype",
        "objtype",
        "objects",
        "privileges",
        "grantees",
        "grant_option",
        "grantor",
        "behavior")) {
      return;
    }
    boolean revoke = !statement.flag("is_grant");
    boolean allNew = true;
    for (var object : statement.nodes("objects")) {
      var name = object.has("relname") ? Names.relation(object) : Names.of(Names.parts(object));
      var kind = kind(statement.text("objtype"));
      draft.uses(kind, name);
      if (revoke) {
        draft.removes(Kind.PRIVILEGE, name);
      } else {
        draft.adds(Kind.PRIVILEGE, name);
      }
      allNew &= draft.scope().isNew(kind, key(object, name));
    }
    boolean named = statement.text("targtype").equals("ACL_TARGET_OBJECT");
    if (revoke && !(named && allNew)) {
      revoked(statement, draft);
    }
  }

  private static void revoked(Node statement, Draft draft) {
    draft.phase(Phase.CONTRACT);
    draft.remark(Rule.REVOKE, statement, "rights that older code may need are taken away", LATER);
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "OBJECT_TABLE" -> Kind.TABLE;
      case "OBJECT_SEQUENCE" -> Kind.SEQUENCE;
      case "OBJECT_SCHEMA" -> Kind.SCHEMA;
      case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE" -> Kind.FUNCTION;
      case "OBJECT_TYPE", "OBJECT_DOMAIN" -> Kind.TYPE;
      default -> Kind.OTHER;
    };
  }

  /** Judges roles that are given to roles. */
  static void role(Node statement, Draft draft) {
    draft.changes(Kind.OTHER, "roles");
    if (!statement.flag("is_grant")) {
      revoked(statement, draft);
    } else if (statement.has("opt")) { // WITH INHERIT FALSE takes what a grant before it gave
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.REVOKE, statement, "options of a role that was granted before may change", LATER);
    }
  }

  /** Judges {@code ALTER DEFAULT PRIVILEGES}. */
  static void defaults(Node statement, Draft draft) {
    draft.changes(Kind.OTHER, "default privileges");
    var action = statement.node("action");
    if (action == null || !action.flag("is_grant")) {
      revoked(statement, draft);
    }
  }

  /** Judges {@code OWNER TO} of anything that isn't a table. */
  static void owner(Node statement, Draft draft) {
    var object = statement.node("object");
    var kind = kind(statement.text("objectType"));
    if (object == null) {
      draft.unmapped(statement, "OWNER TO of this kind of object");
      return;
    }
    var name = Names.of(Names.parts(object));
    owner(kind, name, draft.scope().isNew(kind, key(object, name)), statement, draft);
  }

  /** What the scope knows it by. */
  private static String key(Node object, String name) {
    return object.is("ObjectWithArgs") ? Routines.identity(object) : name;
  }

  /** Another owner. */
  static void owner(Kind kind, String name, Node at, Draft draft) {
    owner(kind, name, draft.scope().isNew(kind, name), at, draft);
  }

  private static void owner(Kind kind, String name, boolean isNew, Node at, Draft draft) {
    draft.changes(kind, name);
    draft.fresh(isNew);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
    draft.phase(Phase.CONTRACT);
    draft.remark(
        Rule.CHANGE_OWNER,
        at,
        kind.text() + " " + name + " has another owner: the one before loses its rights",
        "GRANT what older code needs to its role first");
  }

  /** Judges {@code CREATE POLICY} and {@code ALTER POLICY}. */
  static void policy(Node statement, Draft draft) {
    var table = Names.relation(statement, "table");
    var name = Names.member(table, statement.text("policy_name"));
    if (statement.is("CreatePolicyStmt")) {
      draft.adds(Kind.POLICY, name);
    } else {
      draft.changes(Kind.POLICY, name);
    }
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    Expressions.uses(statement, draft);
    draft.fresh(draft.scope().isNewTable(table));
    draft.phaseByData(Phase.CONTRACT);
    if (statement.is("AlterPolicyStmt") || statement.flag("permissive")) {
      draft.offers("the rows that policy " + name + " lets through");
    }
    draft.remark(
        Rule.ROW_SECURITY,
        Names.at(statement, "table"),
        "policy " + name + " decides which rows older code sees and writes",
        "make policies before row-level security is turned on, and change them after older code"
            + " is gone");
  }
}
