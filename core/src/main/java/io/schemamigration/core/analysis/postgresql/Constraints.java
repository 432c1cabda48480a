package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.List;

/** Constraints that are added to a table: older code may write what they refuse. */
final class Constraints {
  private static final String[] KNOWN = {
    "contype",
    "conname",
    "is_enforced",
    "initially_valid",
    "skip_validation",
    "raw_expr",
    "is_no_inherit",
    "keys",
    "including",
    "exclusions",
    "access_method",
    "where_clause",
    "options",
    "indexname",
    "indexspace",
    "nulls_not_distinct",
    "deferrable",
    "initdeferred",
    "pktable",
    "fk_attrs",
    "pk_attrs",
    "fk_matchtype",
    "fk_upd_action",
    "fk_del_action",
    "fk_del_set_cols",
    "without_overlaps",
    "fk_with_period",
    "pk_with_period",
    "generated_when",
    "generated_kind"
  };

  static final String AFTERWARDS = "add it after all code that could write such rows is gone";

  private Constraints() {}

  /** Judges {@code ADD CONSTRAINT}. */
  static void add(String table, Node command, Draft draft) {
    var constraint = command.node("def");
    if (constraint == null || !draft.only(constraint, "a constraint", KNOWN)) {
      return;
    }
    var name = constraint.text("conname");
    if (!name.isEmpty()) {
      var member = Names.member(table, name);
      draft.adds(Kind.CONSTRAINT, member);
      draft.scope().make(Kind.CONSTRAINT, member);
      if (constraint.flag("skip_validation")) {
        draft.scope().addUnvalidated(member);
      }
    }
    switch (constraint.text("contype")) {
      case "CONSTR_CHECK" -> check(table, constraint, constraint.flag("is_enforced"), draft);
      case "CONSTR_NOTNULL" -> notNull(table, constraint, draft);
      case "CONSTR_UNIQUE" ->
          Keys.unique(
              table, constraint.strings("keys"), constraint, constraint.flag("deferrable"), draft);
      case "CONSTR_PRIMARY" -> Keys.primary(table, constraint, draft);
      case "CONSTR_EXCLUSION" -> exclude(table, constraint, draft);
      case "CONSTR_FOREIGN" ->
          ForeignKeys.add(
              table,
              constraint.strings("fk_attrs"),
              constraint,
              constraint.flag("is_enforced"),
              !constraint.flag("skip_validation"),
              draft);
      default -> draft.unmapped(constraint, "this constraint");
    }
  }

  /** Judges one that is part of a column that is added. */
  static void ofColumn(
      String table, Node column, Node constraint, boolean hasDefault, Draft draft) {
    if (!draft.only(constraint, "a constraint", KNOWN)) {
      return;
    }
    switch (constraint.text("contype")) {
      case "CONSTR_CHECK" -> check(table, constraint, isEnforced(column), draft);
      case "CONSTR_UNIQUE" ->
          Keys.unique(
              table, List.of(column.text("colname")), constraint, Keys.isDeferrable(column), draft);
      case "CONSTR_PRIMARY" -> {
        Keys.primary(table, constraint, draft);
        draft.phase(Phase.OFFLINE);
      }
      case "CONSTR_FOREIGN" ->
          ForeignKeys.add(
              table,
              List.of(column.text("colname")),
              constraint,
              isEnforced(column),
              hasDefault,
              draft);
      case "CONSTR_NULL",
          "CONSTR_NOTNULL",
          "CONSTR_DEFAULT",
          "CONSTR_IDENTITY",
          "CONSTR_GENERATED",
          "CONSTR_ATTR_DEFERRABLE",
          "CONSTR_ATTR_NOT_DEFERRABLE",
          "CONSTR_ATTR_DEFERRED",
          "CONSTR_ATTR_IMMEDIATE",
          "CONSTR_ATTR_ENFORCED",
          "CONSTR_ATTR_NOT_ENFORCED" -> {}
      default -> draft.unmapped(constraint, "this constraint of column " + column.text("colname"));
    }
  }

  /** Whether none of the column's constraints exists for people only. */
  static boolean isEnforced(Node column) {
    for (var constraint : column.nodes("constraints")) {
      if (constraint.text("contype").equals("CONSTR_ATTR_NOT_ENFORCED")) {
        return false;
      }
    }
    return true;
  }

  private static void check(String table, Node constraint, boolean enforced, Draft draft) {
    var condition = constraint.node("raw_expr");
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    Expressions.uses(condition, draft);
    if (!draft.fresh()) {
      Expressions.runs(condition, draft);
    }
    if (!enforced) {
      return; // nothing is looked at
    }
    var truth = new Truth(table, draft.scope().olderRows());
    if (truth.passes(condition)
        && !(constraint.flag("skip_validation") && isWritten(table, draft))) {
      truth.relyOn(condition);
    } else {
      draft.narrows(Kind.TABLE, table);
      draft.phase(Phase.CONTRACT);
      draft.remark(Rule.ADD_CHECK, constraint, refused(table), AFTERWARDS);
    }
    ForeignKeys.keepsNull(table, condition, draft);
    if (!constraint.flag("skip_validation")) {
      scan(
          Rule.CHECK_WITHOUT_NOT_VALID,
          table,
          constraint,
          "ADD CONSTRAINT … CHECK (…) NOT VALID, then VALIDATE CONSTRAINT in a migration of its"
              + " own",
          draft);
    }
  }

  private static void scan(Rule rule, String table, Node at, String advice, Draft draft) {
    draft.danger(Danger.FULL_SCAN);
    draft.remark(rule, at, "all rows of table " + table + " are read under its lock", advice);
  }

  private static void notNull(String table, Node constraint, Draft draft) {
    var column = constraint.strings("keys").isEmpty() ? "" : constraint.strings("keys").getFirst();
    notNull(table, column, constraint, !constraint.flag("skip_validation"), draft);
  }

  /** A column that no longer accepts NULL. */
  static void notNull(String table, String column, Node at, boolean scans, Draft draft) {
    var name = Names.member(table, column);
    ForeignKeys.takesNoNull(table, column, at, draft);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    var folder = draft.scope().folder();
    boolean checked = draft.since(12) && folder.isCheckedNotNull(table, column, false);
    if (folder.isCheckedNotNull(table, column, true)) {
      draft.phaseByData(Phase.EXPAND); // older code is refused already
      return;
    }
    draft.narrows(Kind.COLUMN, name);
    if (scans && !checked) {
      draft.danger(Danger.FULL_SCAN);
    }
    if (draft.scope().isFilled(name)) {
      draft.scope().require(name);
      return; // older code doesn't know the column, and its rows get the default
    }
    draft.phase(draft.scope().isNew(Kind.COLUMN, name) ? Phase.OFFLINE : Phase.CONTRACT);
    draft.remark(
        Rule.SET_NOT_NULL,
        at,
        "column " + name + " no longer accepts NULL: older code may write it",
        "do it after all code that leaves it out is gone, and after the rows are filled");
    if (scans && !checked) {
      draft.remark(
          Rule.NOT_NULL_SCANS,
          at,
          "all rows of table " + table + " are read under a lock that stops everyone",
          draft.since(12)
              ? "ADD CONSTRAINT … CHECK ("
                  + column
                  + " IS NOT NULL) NOT VALID, VALIDATE it in a"
                  + " migration of its own, then SET NOT NULL, which then reads no rows"
              : "keep CHECK (" + column + " IS NOT NULL) NOT VALID, validated later, instead");
    }
  }

  private static boolean isWritten(String table, Draft draft) {
    return draft.scope().isWritten(table.substring(table.lastIndexOf('.') + 1));
  }

  static String refused(String table) {
    return "table " + table + " refuses rows that it took: older code may write such";
  }

  private static void exclude(String table, Node constraint, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.narrows(Kind.TABLE, table);
    Expressions.uses(constraint, draft);
    if (!draft.fresh()) {
      constraint.nodes("exclusions").forEach(part -> Expressions.runs(part, draft));
      Expressions.runs(constraint.node("where_clause"), draft);
    }
    draft.phase(Phase.CONTRACT);
    draft.offers("the constraint of " + table + " in ON CONFLICT");
    draft.danger(Danger.FULL_SCAN);
    draft.remark(
        Rule.ADD_EXCLUSION,
        constraint,
        "table "
            + table
            + " refuses rows that it took, and its index is built under a lock that stops everyone",
        "there is no way without the lock: do it in a quiet hour, after code that could write such"
            + " rows is gone");
  }
}
