package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.NewKeys.Action;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Foreign keys, which are rules for both tables. Older code doesn't write what is new, so that
 * there only its deletes matter. It is assumed that it changes no keys that others refer to, and
 * doesn't TRUNCATE such tables.
 */
final class ForeignKeys {
  private static final Set<String> ACTIONS = Set.of("c", "n", "d");

  private ForeignKeys() {}

  /** Looks at the columns of a new table: which of them a delete elsewhere may empty. */
  static void columns(String table, Node statement, Draft draft) {
    var required = new HashSet<String>();
    for (var element : statement.nodes("tableElts")) {
      if (element.is("Constraint")) {
        ruled(element, required);
      }
      for (var constraint : element.nodes("constraints")) {
        ruled(constraint, required);
        if (!takesNull(constraint)) {
          required.add(element.text("colname"));
        }
      }
    }
    for (var element : statement.nodes("tableElts")) {
      var type = element.node("typeName");
      boolean plain =
          type != null
              && (BuiltIn.isType(type)
                  || draft.scope().isNew(Kind.TYPE, Names.of(type.strings("names")))
                  || draft.scope().folder().isPlainType(Names.of(type.strings("names"))));
      if (plain && !required.contains(element.text("colname"))) {
        draft.scope().keys().takesNull(Names.member(table, element.text("colname")));
      }
    }
  }

  private static boolean takesNull(Node constraint) {
    return switch (constraint.text("contype")) {
      case "CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY", "CONSTR_GENERATED" -> false;
      default -> true;
    };
  }

  /** Adds the columns that a key or a condition is about. */
  private static void ruled(Node constraint, Set<String> columns) {
    var condition = constraint.node("raw_expr");
    switch (constraint.text("contype")) {
      case "CONSTR_PRIMARY", "CONSTR_NOTNULL" -> columns.addAll(constraint.strings("keys"));
      case "CONSTR_CHECK" -> columns.addAll(mentioned(condition));
      default -> {}
    }
  }

  private static Set<String> mentioned(@Nullable Node condition) {
    var columns = new HashSet<String>();
    if (condition != null) {
      condition.walk(node -> {
        if (node.is("ColumnRef") && !node.strings("fields").isEmpty()) {
          columns.add(node.strings("fields").getLast());
        }
      });
    }
    return columns;
  }

  /** A column of a new table no longer takes NULL, though a delete elsewhere may write it. */
  static void takesNoNull(String table, String column, Node at, Draft draft) {
    if (draft.scope().keys().refusesNull(Names.member(table, column))) {
      refused(table, "the table that " + Names.member(table, column) + " refers to", at, draft);
    }
  }

  /** A condition that may need a value in columns that a delete elsewhere empties. */
  static void keepsNull(String table, @Nullable Node condition, Draft draft) {
    if (condition != null && draft.scope().isNewTable(table)) {
      mentioned(condition).forEach(column -> takesNoNull(table, column, condition, draft));
    }
  }

  /** Judges one of a new table, or one that is added to a table. */
  static void add(
      String table,
      List<String> columns,
      Node constraint,
      boolean enforced,
      boolean validates,
      Draft draft) {
    var referenced = Names.relation(constraint, "pktable");
    draft.uses(Kind.TABLE, referenced);
    for (var column : constraint.strings("pk_attrs")) {
      draft.uses(Kind.COLUMN, Names.member(referenced, column));
    }
    boolean isNew = draft.scope().isNewTable(table);
    draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, table);
    lock(referenced, draft);
    if (!enforced) {
      return;
    }
    if (isNew) {
      ofNew(table, columns, constraint, true, draft);
      return;
    }
    if (areNull(table, columns, draft)) {
      ofNew(table, columns, constraint, false, draft);
    } else {
      narrows(table, referenced, constraint, draft);
    }
    if (validates) {
      draft.danger(Danger.FULL_SCAN);
      draft.remark(
          Rule.FOREIGN_KEY_WITHOUT_NOT_VALID,
          constraint,
          "all rows of " + table + " are looked up under locks on both tables",
          "ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a migration of its own");
    }
  }

  /** Others use it, even if the table that refers to it is new. */
  private static void lock(String referenced, Draft draft) {
    boolean wasFresh = draft.fresh();
    draft.fresh(false);
    draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, referenced);
    draft.fresh(wasFresh);
  }

  /** Judges one of a table that is being created. */
  static void ofNewTable(String table, List<String> columns, Node constraint, Draft draft) {
    var referenced = Names.relation(constraint, "pktable");
    draft.uses(Kind.TABLE, referenced);
    if (!referenced.equals(table)) {
      lock(referenced, draft);
    }
    ofNew(table, columns, constraint, true, draft);
  }

  private static void narrows(String table, String referenced, Node constraint, Draft draft) {
    draft.narrows(Kind.TABLE, table);
    draft.narrows(Kind.TABLE, referenced);
    draft.phase(Phase.CONTRACT);
    if (acts(constraint)) {
      draft.offers("what the foreign key of " + table + " does on DELETE or UPDATE");
    }
    draft.remark(
        Rule.ADD_FOREIGN_KEY,
        constraint,
        "table " + table + " needs rows of " + referenced + ", which older code may not know",
        "add it after all code that writes or deletes otherwise is gone");
  }

  /** Whether it changes rows by itself: CASCADE, SET NULL, SET DEFAULT. */
  private static boolean acts(Node constraint) {
    return ACTIONS.contains(constraint.text("fk_del_action"))
        || ACTIONS.contains(constraint.text("fk_upd_action"));
  }

  private static boolean areNull(String table, List<String> columns, Draft draft) {
    var rows = draft.scope().olderRows();
    for (var column : columns) {
      if (!rows.isNull(Names.member(table, column))) {
        return false;
      }
    }
    columns.forEach(column -> rows.relyOn(Names.member(table, column)));
    return true;
  }

  /**
   * Judges one of a table, or of columns, that older code doesn't write.
   *
   * @param isNew whether the whole table is new
   */
  private static void ofNew(
      String table, List<String> columns, Node constraint, boolean isNew, Draft draft) {
    var referenced = Names.relation(constraint, "pktable");
    boolean wasFresh = draft.fresh();
    draft.fresh(false);
    boolean itself = isNew && referenced.equals(table);
    boolean others = !itself && !draft.scope().isNewTable(referenced);
    var keys = draft.scope().keys();
    var action = action(table, columns, constraint, isNew, draft);
    if (keys.add(table, referenced, action, others)) {
      refused(table, referenced, constraint, draft);
    }
    if (keys.runsCode()) {
      draft.unknown(
          Rule.TRIGGER,
          constraint,
          "a trigger of " + table + " runs when older code deletes rows of " + referenced,
          "leave the trigger out, or have the migration approved");
    }
    draft.fresh(wasFresh);
  }

  private static Action action(
      String table, List<String> columns, Node constraint, boolean isNew, Draft draft) {
    return switch (constraint.text("fk_del_action")) {
      case "c" -> isNew ? Action.DELETES : Action.REFUSES; // what others may refer to
      case "n" -> empties(table, columns, constraint, isNew, draft);
      default -> Action.REFUSES;
    };
  }

  private static Action empties(
      String table, List<String> columns, Node constraint, boolean isNew, Draft draft) {
    var some = constraint.strings("fk_del_set_cols");
    var keys = draft.scope().keys();
    for (var column : some.isEmpty() ? columns : some) {
      var name = Names.member(table, column);
      if (isNew && !keys.isNullable(name)) {
        return Action.REFUSES;
      }
      keys.empties(name);
    }
    return Action.EMPTIES;
  }

  private static void refused(String table, String referenced, Node at, Draft draft) {
    boolean wasFresh = draft.fresh();
    draft.fresh(false);
    draft.narrows(Kind.TABLE, referenced);
    draft.phaseByData(Phase.EXPAND);
    draft.remark(
        Rule.ADD_FOREIGN_KEY,
        at,
        "older code can't delete rows of "
            + referenced
            + " while rows of "
            + table
            + " refer to them",
        "ON DELETE CASCADE or ON DELETE SET NULL; as it is where older code deletes no such rows");
    draft.fresh(wasFresh);
  }
}
