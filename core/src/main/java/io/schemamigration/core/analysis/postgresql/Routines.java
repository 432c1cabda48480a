package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;

/** Functions, and what runs code that the statement doesn't show. */
final class Routines {
  private static final String APPROVE =
      "write what it does as statements, or have the migration approved";

  private Routines() {}

  /** A function's name; those of the same name and other arguments are the same here. */
  static String signature(Node object) {
    return Names.of(Names.parts(object));
  }

  /** Judges {@code CREATE FUNCTION} and {@code CREATE PROCEDURE}. */
  static void create(Node statement, Draft draft) {
    var name = Names.of(statement.strings("funcname"));
    boolean isNew = draft.scope().isNew(Kind.FUNCTION, name);
    if (statement.flag("replace")) {
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
    // one of the same name may make calls ambiguous, or be called instead
    draft.phaseByData(hides ? Phase.CONTRACT : Phase.EXPAND);
    if (hides) {
      draft.remark(
          Rule.REPLACE_FUNCTION,
          statement,
          "function " + name + " may be called instead of PostgreSQL's own",
          "give it a name of its own");
    }
    draft.scope().make(Kind.FUNCTION, name);
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
      return;
    }
    draft.unknown(
        Rule.TRIGGER,
        relation,
        (isRule ? "rule " : "trigger ") + name + " runs code when older code writes",
        APPROVE);
  }

  /** Judges {@code DO}, {@code CALL}, {@code EXECUTE} and the like. */
  static void code(Node statement, Draft draft) {
    var what =
        switch (statement.type()) {
          case "DoStmt" -> "a DO block";
          case "CallStmt" -> "a procedure";
          case "ExecuteStmt" -> "a prepared statement";
          case "CreateExtensionStmt" -> "an extension's script";
          default -> "this";
        };
    draft.unknown(Rule.RUNS_CODE, statement, what + " may do anything", APPROVE);
  }
}
