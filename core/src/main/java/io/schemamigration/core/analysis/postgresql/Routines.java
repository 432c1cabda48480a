package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.NewKeys;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Functions, and what runs code that the statement doesn't show. */
final class Routines {
  private static final String APPROVE =
      "write what it does as statements, or have the migration approved";

  /** Bits of a trigger's events in the grammar. */
  private static final long ON_DELETE = 1 << 3;

  private static final long ON_UPDATE = 1 << 4;

  private Routines() {}

  /** A function's name, as people know it. */
  static String signature(Node object) {
    return Names.of(Names.parts(object));
  }

  /**
   * Its name with what it takes: one of the same name that takes something else is another, which
   * others may use. Empty if that isn't said.
   */
  static String identity(Node object) {
    return object.flag("args_unspecified")
        ? ""
        : identity(signature(object), object.nodes("objargs"));
  }

  private static String identity(String name, List<Node> types) {
    var identity = new StringBuilder(name).append('(');
    for (var type : types) {
      if (type.flag("pct_type")) {
        return ""; // whatever a column's type is
      }
      var known = BuiltIn.type(type);
      identity
          .append(known.isEmpty() ? String.join("/", type.strings("names")) : known)
          .append(type.has("arrayBounds") ? "[]," : ",");
    }
    return identity.append(')').toString();
  }

  private static String identityOf(Node statement, String name) {
    var types = new ArrayList<Node>();
    for (var parameter : statement.nodes("parameters")) {
      var mode = parameter.text("mode");
      var type = parameter.node("argType");
      if (type != null && !mode.equals("FUNC_PARAM_OUT") && !mode.equals("FUNC_PARAM_TABLE")) {
        types.add(type);
      }
    }
    return identity(name, types);
  }

  /** Judges {@code CREATE FUNCTION} and {@code CREATE PROCEDURE}. */
  static void create(Node statement, Draft draft) {
    var name = Names.of(statement.strings("funcname"));
    var identity = identityOf(statement, name);
    boolean isNew = draft.scope().isNew(Kind.FUNCTION, identity);
    if (statement.flag("replace") && !draft.scope().isAbsent(Kind.FUNCTION, name)) {
      draft.changes(Kind.FUNCTION, name);
      if (!isNew) {
        draft.unknown(
            Rule.REPLACE_FUNCTION,
            statement,
            "function " + name + " may do something else from now on",
            "make one of another name and let newer code call that");
      }
      return;
    }
    draft.adds(Kind.FUNCTION, name);
    for (var parameter : statement.nodes("parameters")) {
      Expressions.uses(parameter, draft);
    }
    var names = statement.strings("funcname");
    boolean hides = BuiltIn.isFunction(names.getLast());
    boolean another = !hides && draft.scope().earlier().code().hasFunction(name);
    // one of the same name may make calls ambiguous, or be called instead
    draft.phaseByData(hides || another ? Phase.CONTRACT : Phase.EXPAND);
    if (hides || another) {
      draft.remark(
          Rule.REPLACE_FUNCTION,
          statement,
          hides
              ? "function " + name + " may be called instead of PostgreSQL's own"
              : "there is a function "
                  + name
                  + " already: calls of older code may be ambiguous, or reach this one",
          "give it a name of its own");
    }
    if (!identity.isEmpty()) {
      draft.scope().make(Kind.FUNCTION, identity);
    }
  }

  /** Judges a trigger or rule. */
  static void trigger(Node statement, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null) {
      draft.unmapped(statement, "a trigger without a table");
      return;
    }
    var table = Names.relation(relation);
    boolean isRule = statement.is("RuleStmt");
    var own = isRule ? statement.text("rulename") : statement.text("trigname");
    var name = Names.member(table, own);
    draft.adds(Kind.TRIGGER, name);
    draft.changes(Kind.TABLE, table);
    draft.lock(isRule ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_ROW_EXCLUSIVE, table);
    if (draft.scope().isNewTable(table)) {
      draft.scope().load(relation.text("relname"));
      Expressions.uses(statement, draft);
      if (!draft.scope().keys().addTrigger(table, deletes(statement))) {
        return;
      }
    }
    if (Stamps.isOne(statement, table, draft)) {
      draft.phaseByData(Phase.EXPAND);
      return;
    }
    draft.unknown(
        Rule.TRIGGER,
        relation,
        (isRule ? "rule " : "trigger ") + name + " runs code when older code writes",
        APPROVE);
  }

  /** What a delete of a row elsewhere does here that runs it. */
  private static Set<NewKeys.Action> deletes(Node trigger) {
    var actions = EnumSet.noneOf(NewKeys.Action.class);
    boolean isRule = trigger.is("RuleStmt");
    if (isRule || (trigger.number("events") & ON_DELETE) != 0) {
      actions.add(NewKeys.Action.DELETES);
    }
    if (isRule || (trigger.number("events") & ON_UPDATE) != 0) {
      actions.add(NewKeys.Action.EMPTIES);
    }
    return actions;
  }

  /**
   * Whether a statement within a block that does nothing where the thing exists can be judged as if
   * it stood alone. What it makes isn't taken for new unless no file makes it.
   */
  static boolean isGuarded(Node statement, Scope scope) {
    switch (statement.type()) {
      case "CreateEnumStmt" -> mayExist(Kind.TYPE, Names.of(statement.strings("typeName")), scope);
      case "CreateDomainStmt" ->
          mayExist(Kind.TYPE, Names.of(statement.strings("domainname")), scope);
      case "CompositeTypeStmt" -> {
        var type = statement.node("typevar");
        mayExist(Kind.TYPE, type == null ? "" : Names.relation(type), scope);
      }
      case "CreatePolicyStmt", "CreateTrigStmt" -> {}
      case "AlterTableStmt" -> {
        for (var command : statement.nodes("cmds")) {
          var constraint = command.node("def");
          if (!command.text("subtype").equals("AT_AddConstraint") || constraint == null) {
            return false;
          }
          var table = Names.relation(statement, "relation");
          scope.remove(Kind.CONSTRAINT, Names.member(table, constraint.text("conname")));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void mayExist(Kind kind, String name, Scope scope) {
    if (!scope.isAbsent(kind, name)) {
      scope.remove(kind, name);
    }
  }

  /** Judges {@code DO}, {@code CALL}, {@code EXECUTE} and the like. */
  static void code(Node statement, Draft draft) {
    var what =
        switch (statement.type()) {
          case "DoStmt" -> "a DO block";
          case "CallStmt" -> "a procedure";
          case "ExecuteStmt" -> "a prepared statement";
          default -> "this";
        };
    draft.unknown(Rule.RUNS_CODE, statement, what + " may do anything", APPROVE);
  }
}
