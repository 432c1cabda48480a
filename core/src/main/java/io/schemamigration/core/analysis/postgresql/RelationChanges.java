package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;

/** {@code ALTER} of views, indexes and sequences. */
final class RelationChanges {
  private RelationChanges() {}

  /** Judges what is parsed like {@code ALTER TABLE}. */
  static void judge(Node statement, String name, Draft draft) {
    var kind =
        switch (statement.text("objtype")) {
          case "OBJECT_VIEW" -> Kind.VIEW;
          case "OBJECT_INDEX" -> Kind.INDEX;
          default -> Kind.SEQUENCE;
        };
    draft.changes(kind, name);
    for (var command : statement.nodes("cmds")) {
      if (command.text("subtype").equals("AT_ChangeOwner")) {
        Rights.owner(kind, name, statement, draft);
      } else if (kind == Kind.VIEW) {
        view(statement, name, command, draft);
      } else if (kind == Kind.INDEX) {
        index(statement, name, command, draft);
      } else {
        draft.unmapped(statement, "this ALTER SEQUENCE");
      }
    }
  }

  private static void view(Node statement, String name, Node command, Draft draft) {
    switch (command.text("subtype")) {
      case "AT_ColumnDefault", "AT_SetRelOptions", "AT_ResetRelOptions" -> {
        draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
        draft.fresh(draft.scope().isNew(Kind.VIEW, name));
        draft.phaseByData(Phase.CONTRACT);
        draft.remark(
            Rule.CHANGE_MEANING,
            Names.at(statement, "relation"),
            "view " + name + " works differently for code that uses it as before",
            "make a view of another name and let newer code use that");
      }
      default -> draft.unmapped(statement, "this ALTER VIEW");
    }
  }

  private static void index(Node statement, String name, Node command, Draft draft) {
    switch (command.text("subtype")) {
      case "AT_SetRelOptions", "AT_ResetRelOptions", "AT_SetStatistics" ->
          draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
      case "AT_AttachPartition" -> {
        draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
        draft.lock(LockMode.ACCESS_EXCLUSIVE, "the tables of index " + name);
      }
      case "AT_SetTableSpace" -> {
        draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
        draft.danger(Danger.REWRITE);
      }
      default -> draft.unmapped(statement, "this ALTER INDEX");
    }
  }

  /** Judges {@code ALTER SEQUENCE}. */
  static void sequence(Node statement, Draft draft) {
    if (!draft.only(
        statement, "ALTER SEQUENCE", "sequence", "options", "missing_ok", "for_identity")) {
      return;
    }
    var name = Names.relation(statement, "sequence");
    draft.changes(Kind.SEQUENCE, name);
    draft.lock(LockMode.SHARE_ROW_EXCLUSIVE, name);
    draft.fresh(draft.scope().isNew(Kind.SEQUENCE, name));
    boolean owned = true;
    for (var option : statement.nodes("options")) {
      owned &= option.text("defname").equals("owned_by");
    }
    if (!owned) {
      draft.phaseByData(Phase.CONTRACT);
      draft.offers("the numbers of sequence " + name);
      draft.remark(
          Rule.CHANGE_SEQUENCE,
          Names.at(statement, "sequence"),
          "sequence " + name + " may give numbers that older code, or a row, has already",
          "only ever move it forward");
    }
  }
}
