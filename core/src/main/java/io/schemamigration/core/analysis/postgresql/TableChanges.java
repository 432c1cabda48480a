package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ALTER TABLE} and what PostgreSQL parses like it. */
final class TableChanges {
  private static final String[] COMMAND = {"subtype", "name", "def", "behavior", "missing_ok"};

  private TableChanges() {}

  /** Judges a statement. */
  static void judge(Node statement, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null
        || !draft.only(statement, "ALTER", "relation", "cmds", "objtype", "missing_ok")) {
      return;
    }
    if (Names.isSystem(relation)) {
      draft.unmapped(relation, "a change of " + Names.relation(relation));
      return;
    }
    var table = Names.relation(relation);
    switch (statement.text("objtype")) {
      case "OBJECT_TABLE", "OBJECT_MATVIEW" -> {}
      case "OBJECT_VIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE" -> {
        RelationChanges.judge(statement, table, draft);
        return;
      }
      case "OBJECT_TYPE" -> {
        Types.alterComposite(relation, table, draft);
        return;
      }
      default -> {
        draft.unmapped(relation, "ALTER of this kind of object");
        return;
      }
    }
    draft.uses(Kind.TABLE, table);
    for (var command : statement.nodes("cmds")) {
      draft.fresh(draft.scope().isNewTable(table));
      Expressions.keeps(command, relation.text("relname"), draft);
      inherits(relation, command, draft);
      command(table, relation, command, draft);
    }
  }

  /** Rows of the one are rows of the other. */
  private static void inherits(Node relation, Node command, Draft draft) {
    var definition = command.node("def");
    if (definition != null && command.text("subtype").equals("AT_AddInherit")) {
      draft.scope().follow(definition.text("relname"), relation.text("relname"));
    }
    var partition = definition == null ? null : definition.node("name");
    if (partition != null && command.text("subtype").equals("AT_AttachPartition")) {
      draft.scope().follow(partition.text("relname"), relation.text("relname"));
    }
  }

  private static void command(String table, Node relation, Node command, Draft draft) {
    var kind = command.text("subtype");
    if (kind.equals("AT_ChangeOwner")) {
      Rights.owner(Kind.TABLE, table, relation, draft);
      return;
    }
    if (!draft.only(command, "ALTER TABLE", COMMAND)) {
      return;
    }
    switch (kind) {
      case "AT_AddColumn" -> Columns.add(table, command, draft);
      case "AT_AddConstraint" -> Constraints.add(table, command, draft);
      case "AT_DropColumn" -> dropColumn(table, relation, command, draft);
      case "AT_AlterColumnType" -> type(table, relation, command, draft);
      case "AT_ColumnDefault" -> defaultValue(table, relation, command, draft);
      case "AT_SetNotNull" ->
          Constraints.notNull(table, command.text("name"), relation, true, draft);
      case "AT_DropNotNull" -> dropNotNull(table, relation, command, draft);
      case "AT_ValidateConstraint" -> validate(table, relation, command, draft);
      case "AT_DropConstraint" -> dropConstraint(table, relation, command, draft);
      case "AT_AttachPartition" -> Partitions.attach(table, command, draft);
      case "AT_DetachPartition", "AT_DetachPartitionFinalize" ->
          Partitions.detach(table, command, draft);
      default -> TableSettings.judge(kind, table, relation, command, draft);
    }
  }

  private static void dropColumn(String table, Node relation, Node command, Draft draft) {
    var column = Names.member(table, command.text("name"));
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.removes(Kind.COLUMN, column);
    draft.fresh(draft.scope().isNewColumn(table, command.text("name")));
    draft.scope().remove(Kind.COLUMN, column);
    draft.phase(Phase.CONTRACT);
    draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
    draft.remark(
        Rule.DROP_COLUMN,
        relation,
        "column " + column + " is removed, with its values",
        "do it in a migration of its own, after all code that reads or writes it is gone");
    Removal.cascade(command, relation, "column " + column, draft);
  }

  private static void type(String table, Node relation, Node command, Draft draft) {
    var column = Names.member(table, command.text("name"));
    var definition = command.node("def");
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.changes(Kind.COLUMN, column);
    boolean widens = widens(table, command.text("name"), definition, draft);
    if (!widens) {
      draft.danger(Danger.REWRITE, Danger.FULL_SCAN); // also for a column that nobody knows yet
    }
    boolean isNew = draft.scope().isNew(Kind.COLUMN, column) && !draft.scope().isComputed(column);
    Refused.type(table, command.text("name"), relation, draft);
    draft.fresh(draft.fresh() || isNew);
    if (definition != null) {
      var using = definition.node("raw_default");
      Expressions.uses(definition, draft);
      if (!draft.fresh()) {
        Expressions.runs(definition.node("typeName"), draft);
        Expressions.runs(using, draft);
      }
    }
    if (widens) {
      draft.phaseByData(Phase.EXPAND);
      return;
    }
    draft.phaseByData(Phase.OFFLINE);
    draft.danger(Danger.NOT_REVERSIBLE);
    draft.remark(
        Rule.CHANGE_TYPE,
        relation,
        "column "
            + column
            + " gets another type, which may rewrite the table and break code"
            + " on either side",
        "add a column of the new type, let newer code write both, fill it in batches, switch the"
            + " reads, and drop the old one in a later migration");
  }

  /** Whether all values fit and stay as they are, by what the files say that the column is. */
  private static boolean widens(
      String table, String column, @Nullable Node definition, Draft draft) {
    var type = definition == null ? null : definition.node("typeName");
    if (definition == null
        || type == null
        || definition.has("raw_default")
        || definition.has("collClause")) {
      return false;
    }
    var folder = draft.scope().folder();
    var written = folder.columnType(table, column);
    var base = folder.domain(written);
    var old = base.isEmpty() ? written : base;
    boolean other = !base.isEmpty() || Widening.renames(old, type);
    return Widening.widens(old, type) && !(other && folder.isReadByCode(table, column));
  }

  private static void defaultValue(String table, Node relation, Node command, Draft draft) {
    var column = Names.member(table, command.text("name"));
    var value = command.node("def");
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.changes(Kind.COLUMN, column);
    Expressions.uses(value, draft);
    boolean isNew = draft.scope().isNew(Kind.COLUMN, column);
    boolean none = value == null || Expressions.isNull(value);
    boolean plain = none || Defaults.isPlain(value);
    var rows = draft.scope().olderRows();
    boolean same = none && rows.isNull(column);
    boolean relied = !same && rows.isReliedOn(column); // by rules that came before
    boolean needed = none && draft.scope().isRequired(column); // by rows that older code writes
    if (!same) {
      rows.forget(column);
    }
    if (none || !plain) {
      draft.scope().empty(column);
    }
    draft.scope().compute(column);
    draft.fresh(draft.fresh() || (isNew && plain && !needed && !relied));
    if (needed) {
      draft.phase(Phase.OFFLINE);
    }
    if (!draft.fresh()) {
      Expressions.runs(value, draft);
    }
    draft.phaseByData(Phase.CONTRACT);
    if (!none) {
      draft.offers("the default of column " + column);
    }
    draft.remark(
        value == null ? Rule.DROP_DEFAULT : Rule.CHANGE_DEFAULT,
        relation,
        value == null
            ? "column " + column + " no longer has a default: older code may leave it out"
            : "rows of older code get another default in column " + column,
        "let all code write the column before its default changes");
  }

  private static void dropNotNull(String table, Node relation, Node command, Draft draft) {
    var column = Names.member(table, command.text("name"));
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.changes(Kind.COLUMN, column);
    draft.remark(
        Rule.DROP_NOT_NULL,
        relation,
        "column " + column + " may hold NULL from now on, which older code may not expect",
        "write NULL there only after all code that can't read it is gone");
  }

  private static void validate(String table, Node relation, Node command, Draft draft) {
    var constraint = Names.member(table, command.text("name"));
    draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, table);
    draft.uses(Kind.CONSTRAINT, constraint);
    draft.phaseByData(Phase.EXPAND);
    draft.danger(Danger.FULL_SCAN);
    if (draft.scope().isUnvalidated(constraint)) {
      draft.remark(
          Rule.VALIDATE_TOGETHER,
          relation,
          "constraint "
              + constraint
              + " is added and validated together: the lock is held while"
              + " all rows are read",
          "validate it in a migration of its own");
    }
  }

  private static void dropConstraint(String table, Node relation, Node command, Draft draft) {
    var constraint = Names.member(table, command.text("name"));
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.removes(Kind.CONSTRAINT, constraint);
    draft.fresh(draft.fresh() || draft.scope().isNew(Kind.CONSTRAINT, constraint));
    draft.scope().remove(Kind.CONSTRAINT, constraint);
    draft.lock(
        LockMode.ACCESS_EXCLUSIVE, "the table that constraint " + constraint + " may refer to");
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(
        Rule.DROP_CONSTRAINT,
        relation,
        "constraint "
            + constraint
            + " is removed: ON CONFLICT of older code may need it, and"
            + " rows that newer code can't read may come in",
        "do it in a migration of its own, after all code that relies on it is gone");
    Removal.cascade(command, relation, "constraint " + constraint, draft);
  }

  /** The items of a definition that is a list. */
  static List<Node> items(@Nullable Node list) {
    return list == null ? List.of() : list.nodes("items");
  }
}
