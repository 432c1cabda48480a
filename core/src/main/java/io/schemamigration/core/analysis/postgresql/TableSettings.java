package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.Locale;
import java.util.Set;

/** How a table, or a column, is kept. */
final class TableSettings {
  private static final Set<String> STORAGE_OPTIONS =
      Set.of(
          "fillfactor",
          "log_autovacuum_min_duration",
          "parallel_workers",
          "toast_tuple_target",
          "vacuum_index_cleanup",
          "vacuum_truncate");

  private static final Set<String> OFF = Set.of("false", "off", "no", "0", "f", "n");

  /** What newer code may write, or read, only afterwards. */
  private static final Set<String> OFFERING =
      Set.of(
          "AT_SetIdentity",
          "AT_DropIdentity",
          "AT_DropExpression",
          "AT_SetExpression",
          "AT_AlterConstraint",
          "AT_AddInherit");

  private TableSettings() {}

  /** Judges one command of {@code ALTER TABLE}. */
  static void judge(String kind, String table, Node relation, Node command, Draft draft) {
    draft.changes(Kind.TABLE, table);
    switch (kind) {
      case "AT_SetStatistics",
          "AT_SetOptions",
          "AT_ResetOptions",
          "AT_ClusterOn",
          "AT_DropCluster" ->
          draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, table);
      case "AT_SetRelOptions", "AT_ResetRelOptions" -> options(table, command, draft);
      case "AT_SetStorage" -> storage(table, relation, command, draft);
      case "AT_SetCompression", "AT_AddOf", "AT_DropOf" ->
          draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
      case "AT_SetLogged", "AT_SetUnLogged", "AT_SetTableSpace", "AT_SetAccessMethod" ->
          rewrite(kind, table, relation, draft);
      case "AT_AddIdentity" -> identity(table, relation, command, draft);
      case "AT_DropIdentity",
          "AT_SetIdentity",
          "AT_DropExpression",
          "AT_SetExpression",
          "AT_AlterConstraint",
          "AT_DropOids",
          "AT_AddInherit",
          "AT_DropInherit",
          "AT_ReplicaIdentity" ->
          meaning(kind, table, relation, command, draft);
      case "AT_EnableRowSecurity",
          "AT_DisableRowSecurity",
          "AT_ForceRowSecurity",
          "AT_NoForceRowSecurity" ->
          rowSecurity(kind, table, relation, draft);
      case "AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser" ->
          disableTrigger(table, relation, draft);
      default -> otherwise(kind, table, relation, draft);
    }
  }

  /** PLAIN keeps a value within its row, which has to fit into a page. */
  private static void storage(String table, Node relation, Node command, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    var storage = command.node("def");
    if (storage != null && storage.text("sval").equalsIgnoreCase("plain")) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.LONG_VALUES,
          relation,
          "values of column "
              + Names.member(table, command.text("name"))
              + " that are longer than about 8,000 bytes are refused, also when older code writes them",
          "leave the storage as it is, or SET STORAGE MAIN");
    }
  }

  private static void otherwise(String kind, String table, Node relation, Draft draft) {
    if (kind.startsWith("AT_EnableTrig")
        || kind.startsWith("AT_EnableAlwaysTrig")
        || kind.startsWith("AT_EnableReplicaTrig")) {
      draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, table);
      if (draft.fresh()) {
        return;
      }
    } else {
      draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    }
    draft.unmapped(relation, "ALTER TABLE with " + kind.substring("AT_".length()));
  }

  private static void options(String table, Node command, Draft draft) {
    draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, table);
    for (var option : TableChanges.items(command.node("def"))) {
      var name = option.text("defname");
      boolean known = STORAGE_OPTIONS.contains(name) || name.startsWith("autovacuum_");
      boolean toast = option.text("defnamespace").equals("toast");
      if (!known || !(toast || option.only("defname", "arg", "defaction"))) {
        draft.unmapped(option, "option " + name);
      }
      var value = option.node("arg");
      if (name.equals("autovacuum_enabled") && value != null && isOff(value)) {
        draft.remark(
            Rule.AUTOVACUUM_OFF,
            option,
            "autovacuum is turned off for table " + table,
            "tune its thresholds instead: without it the table grows and transaction ids run out");
      }
    }
  }

  private static boolean isOff(Node value) {
    var text = value.text("sval");
    var word = text.isEmpty() && value.has("names") ? value.strings("names").getLast() : text;
    boolean zero = value.is("Integer") && value.number("ival") == 0;
    return zero || OFF.contains(word.toLowerCase(Locale.ROOT));
  }

  private static void rewrite(String kind, String table, Node relation, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.danger(Danger.REWRITE, Danger.FULL_SCAN);
    if (kind.equals("AT_SetUnLogged")) {
      draft.danger(Danger.DATA_LOSS);
      draft.phase(Phase.CONTRACT);
      draft.remark(
          Rule.SET_UNLOGGED,
          relation,
          "all rows of table " + table + " are gone after the next crash of the server",
          "make another table UNLOGGED for rows that may go, and keep this one");
    }
    draft.remark(
        Rule.REWRITE_TABLE,
        relation,
        "table " + table + " is rewritten under a lock that stops everyone",
        "do it in a quiet hour, or copy the rows to a new table in batches");
  }

  private static void identity(String table, Node relation, Node command, Draft draft) {
    var column = Names.member(table, command.text("name"));
    var definition = command.node("def");
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.changes(Kind.COLUMN, column);
    if (definition != null && !definition.text("generated_when").equals("d")) {
      draft.phase(Phase.CONTRACT);
      draft.offers("the numbers of column " + column);
      draft.remark(
          Rule.IDENTITY_ALWAYS,
          relation,
          "column " + column + " refuses values that older code writes",
          "GENERATED BY DEFAULT AS IDENTITY takes them");
    }
  }

  private static void meaning(String kind, String table, Node relation, Node command, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    var definition = command.node("def");
    if (definition != null && definition.is("RangeVar")) {
      draft.uses(Kind.TABLE, Names.relation(definition));
      draft.lock(LockMode.ACCESS_EXCLUSIVE, Names.relation(definition));
      // older code that reads the parent sees the rows of a new child, too
      draft.fresh(draft.fresh() && draft.scope().isNewTable(Names.relation(definition)));
    }
    if (kind.equals("AT_AlterConstraint")) {
      draft.lock(LockMode.ACCESS_EXCLUSIVE, "the table that the constraint may refer to");
    }
    if (kind.equals("AT_SetExpression") || kind.equals("AT_DropOids")) {
      draft.danger(Danger.REWRITE, Danger.FULL_SCAN);
    }
    if (kind.equals("AT_SetExpression") && !draft.fresh()) {
      Expressions.uses(definition, draft);
      Expressions.runs(definition, draft);
    }
    draft.phaseByData(Phase.CONTRACT);
    if (OFFERING.contains(kind)) {
      draft.offers("how table " + table + " works afterwards");
    }
    draft.remark(
        Rule.CHANGE_MEANING,
        relation,
        "table " + table + " works differently for code that writes as before",
        "do it after all code that relies on the way it was is gone");
  }

  private static void rowSecurity(String kind, String table, Node relation, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    draft.phase(Phase.CONTRACT);
    if (kind.equals("AT_DisableRowSecurity") || kind.equals("AT_NoForceRowSecurity")) {
      draft.offers("rows of table " + table + " that were hidden");
    }
    draft.remark(
        Rule.ROW_SECURITY,
        relation,
        "other rows of table " + table + " can be seen and written than before",
        "make the policies first, and do it after all code that isn't ready for them is gone");
  }

  private static void disableTrigger(String table, Node relation, Draft draft) {
    draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, table);
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(
        Rule.DISABLE_TRIGGER,
        relation,
        "triggers of table " + table + " no longer run, and they may be those of foreign keys",
        "do it after all code that relies on them is gone");
  }
}
