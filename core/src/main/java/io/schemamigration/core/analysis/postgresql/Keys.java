package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.List;

/** Keys that are added to a table: UNIQUE and PRIMARY KEY. */
final class Keys {
  private Keys() {}

  /** Judges UNIQUE of these columns. */
  static void unique(
      String table, List<String> columns, Node constraint, boolean deferrable, Draft draft) {
    boolean apart = hasIndex(constraint, draft) || isApart(table, columns, constraint, draft);
    if (deferrable || !apart) {
      refuses(table, constraint, draft);
    }
    index(table, constraint, draft);
  }

  /** Whether what makes a primary key of its columns exists already. */
  private static boolean isPrimary(String table, Node constraint, Draft draft) {
    var folder = draft.scope().folder();
    var columns = folder.indexColumns(constraint.text("indexname"));
    boolean required = !columns.isEmpty() && !constraint.flag("deferrable");
    for (var column : columns) {
      required &= folder.isRequired(table, column);
    }
    return required && hasIndex(constraint, draft);
  }

  /** Whether a unique index of an earlier file refuses the same already. */
  private static boolean hasIndex(Node constraint, Draft draft) {
    var index = constraint.text("indexname");
    return !index.isEmpty() && draft.scope().folder().index(index).equals("UNIQUE INDEX");
  }

  static boolean isDeferrable(Node column) {
    for (var constraint : column.nodes("constraints")) {
      if (constraint.text("contype").startsWith("CONSTR_ATTR_DEFER")) {
        return true; // which ON CONFLICT DO NOTHING of older code doesn't bear
      }
    }
    return false;
  }

  /**
   * Whether older code has NULL in all columns of a key, so that no two rows of it are the same.
   */
  private static boolean isApart(String table, List<String> keys, Node key, Draft draft) {
    var rows = draft.scope().olderRows();
    boolean apart =
        !keys.isEmpty() && !key.flag("nulls_not_distinct") && !key.flag("without_overlaps");
    for (var column : keys) {
      apart &= rows.isNull(Names.member(table, column));
    }
    if (apart) {
      keys.forEach(column -> rows.relyOn(Names.member(table, column)));
    }
    return apart;
  }

  private static void refuses(String table, Node constraint, Draft draft) {
    draft.narrows(Kind.TABLE, table);
    draft.phase(Phase.CONTRACT);
    draft.offers("the unique constraint of " + table + " in ON CONFLICT");
    draft.remark(Rule.ADD_UNIQUE, constraint, Constraints.refused(table), Constraints.AFTERWARDS);
  }

  static void primary(String table, Node constraint, Draft draft) {
    if (!isPrimary(table, constraint, draft)) {
      draft.narrows(Kind.TABLE, table);
      draft.phase(Phase.CONTRACT);
      draft.offers("the unique constraint of " + table + " in ON CONFLICT");
      draft.remark(
          Rule.ADD_PRIMARY_KEY, constraint, Constraints.refused(table), Constraints.AFTERWARDS);
    }
    for (var column : constraint.strings("keys")) {
      ForeignKeys.takesNoNull(table, column, constraint, draft);
    }
    index(table, constraint, draft);
  }

  private static void index(String table, Node constraint, Draft draft) {
    boolean primary = constraint.text("contype").equals("CONSTR_PRIMARY");
    var index = constraint.text("indexname");
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
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
}
