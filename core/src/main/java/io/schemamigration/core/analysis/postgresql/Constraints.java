package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.List;
import java.util.Set;

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
    "generated_when",
    "generated_kind"
  };

  private static final Set<String> ACTIONS = Set.of("c", "n", "d");

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
      case "CONSTR_CHECK" -> check(table, constraint, draft);
      case "CONSTR_NOTNULL" -> notNull(table, constraint, draft);
      case "CONSTR_UNIQUE", "CONSTR_PRIMARY" -> unique(table, constraint, draft);
      case "CONSTR_EXCLUSION" -> exclude(table, constraint, draft);
      case "CONSTR_FOREIGN" ->
          foreignKey(table, constraint, !constraint.flag("skip_validation"), draft);
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
      case "CONSTR_CHECK" -> check(table, constraint, draft);
      case "CONSTR_UNIQUE" -> unique(table, constraint, draft);
      case "CONSTR_PRIMARY" -> {
        unique(table, constraint, draft);
        draft.phase(Phase.OFFLINE);
      }
      case "CONSTR_FOREIGN" -> foreignKey(table, constraint, hasDefault, draft);
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

  private static void check(String table, Node constraint, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.narrows(Kind.TABLE, table);
    Expressions.uses(constraint.node("raw_expr"), draft);
    if (!draft.fresh()) {
      Expressions.runs(constraint.node("raw_expr"), draft);
    }
    draft.phase(Phase.CONTRACT);
    draft.remark(
        Rule.ADD_CHECK,
        constraint,
        "table " + table + " refuses rows that it took: older code may write such",
        "add it after all code that could write such rows is gone");
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
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.narrows(Kind.COLUMN, name);
    if (scans) {
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
    if (scans) {
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

  private static void unique(String table, Node constraint, Draft draft) {
    boolean primary = constraint.text("contype").equals("CONSTR_PRIMARY");
    var index = constraint.text("indexname");
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.narrows(Kind.TABLE, table);
    draft.phase(Phase.CONTRACT);
    draft.offers("the unique constraint of " + table + " in ON CONFLICT");
    draft.remark(
        primary ? Rule.ADD_PRIMARY_KEY : Rule.ADD_UNIQUE,
        constraint,
        "table " + table + " refuses rows that it took: older code may write such",
        "add it after all code that could write such rows is gone");
    if (!index.isEmpty()) {
      draft.uses(Kind.INDEX, index);
      if (primary) { // its columns become NOT NULL, which needs a look at the rows
        draft.danger(Danger.FULL_SCAN);
      }
      return;
    }
    draft.danger(Danger.FULL_SCAN);
    draft.remark(
        Rule.CONSTRAINT_BUILDS_INDEX,
        constraint,
        "an index of table " + table + " is built under a lock that stops everyone",
        "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … "
            + (primary ? "PRIMARY KEY" : "UNIQUE")
            + " USING INDEX");
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

  /** A foreign key, which is a rule for both tables. */
  static void foreignKey(String table, Node constraint, boolean validates, Draft draft) {
    var referenced = Names.relation(constraint, "pktable");
    boolean wasFresh = draft.fresh();
    draft.uses(Kind.TABLE, referenced);
    for (var column : referencedColumns(constraint)) {
      draft.uses(Kind.COLUMN, Names.member(referenced, column));
    }
    boolean itself = referenced.equals(table);
    draft.fresh(wasFresh && (itself || draft.scope().isNewTable(referenced)));
    draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, table);
    draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, referenced);
    draft.narrows(Kind.TABLE, table);
    draft.narrows(Kind.TABLE, referenced);
    draft.phase(Phase.CONTRACT);
    if (acts(constraint)) {
      draft.offers("what the foreign key of " + table + " does on DELETE or UPDATE");
    }
    draft.remark(
        Rule.ADD_FOREIGN_KEY,
        constraint,
        wasFresh
            ? "rows of " + referenced + " can't be deleted while rows of " + table + " need them"
            : "table " + table + " needs rows of " + referenced + ", which older code may not know",
        "add it after all code that writes or deletes otherwise is gone");
    if (validates && !wasFresh) {
      draft.danger(Danger.FULL_SCAN);
      draft.remark(
          Rule.FOREIGN_KEY_WITHOUT_NOT_VALID,
          constraint,
          "all rows of " + table + " are looked up under locks on both tables",
          "ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a migration of its own");
    }
    draft.fresh(wasFresh);
  }

  /** Whether it changes rows by itself: CASCADE, SET NULL, SET DEFAULT. */
  private static boolean acts(Node constraint) {
    return ACTIONS.contains(constraint.text("fk_del_action"))
        || ACTIONS.contains(constraint.text("fk_upd_action"));
  }

  private static List<String> referencedColumns(Node constraint) {
    return constraint.strings("pk_attrs");
  }
}
