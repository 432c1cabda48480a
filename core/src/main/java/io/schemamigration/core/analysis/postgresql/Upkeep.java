package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.List;

/** What changes nothing that code could see, but may stop it for a while. */
final class Upkeep {
  private Upkeep() {}

  /** Judges {@code VACUUM} and {@code ANALYZE}. */
  static void vacuum(Node statement, Draft draft) {
    boolean full = false;
    for (var option : statement.nodes("options")) {
      full |= option.text("defname").equals("full");
    }
    for (var target : statement.nodes("rels")) {
      var table = Names.relation(target, "relation");
      draft.uses(Kind.TABLE, table);
      draft.fresh(draft.scope().isNewTable(table));
      draft.lock(full ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE, table);
      draft.danger(Danger.FULL_SCAN);
      if (full) {
        rewrite(target, table, draft);
      }
    }
    if (statement.nodes("rels").isEmpty()) {
      draft.lock(full ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE, "every table");
      draft.danger(Danger.FULL_SCAN);
      if (full) {
        rewrite(statement, "every table", draft);
      }
    }
  }

  private static void rewrite(Node at, String table, Draft draft) {
    draft.danger(Danger.REWRITE, Danger.FULL_SCAN);
    draft.remark(
        Rule.REWRITE_TABLE,
        at,
        "table " + table + " is rewritten under a lock that stops everyone",
        "do it in a quiet hour, or copy the rows to a new table in batches");
  }

  /** Judges {@code CLUSTER}. */
  static void cluster(Node statement, Draft draft) {
    var relation = statement.node("relation");
    var table = relation == null ? "every table" : Names.relation(relation);
    draft.changes(Kind.TABLE, table);
    draft.fresh(draft.scope().isNewTable(table));
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    rewrite(relation == null ? statement : relation, table, draft);
  }

  /** Judges {@code REFRESH MATERIALIZED VIEW}. */
  static void refresh(Node statement, Draft draft) {
    var view = Names.relation(statement, "relation");
    boolean concurrent = statement.flag("concurrent");
    draft.writes(Kind.VIEW, view);
    draft.fresh(draft.scope().isNew(Kind.VIEW, view));
    draft.lock(concurrent ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, view);
    draft.danger(Danger.LONG_TRANSACTION);
    if (!concurrent) {
      draft.danger(Danger.REWRITE, Danger.FULL_SCAN);
      draft.remark(
          Rule.REFRESH_NOT_CONCURRENTLY,
          Names.at(statement, "relation"),
          "nobody can read view " + view + " while it is filled",
          "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index");
    }
  }

  /** Judges {@code LOCK TABLE}. */
  static void lock(Node statement, Draft draft) {
    var modes = LockMode.values();
    int mode = (int) Math.max(1, Math.min(modes.length, statement.number("mode")));
    for (var relation : statement.nodes("relations")) {
      var table = Names.relation(relation);
      draft.uses(Kind.TABLE, table);
      draft.lock(modes[mode - 1], table);
      if (modes[mode - 1].blocksWrites()) {
        draft.remark(
            Rule.LOCK_TABLE,
            relation,
            "table " + table + " is locked until the migration ends",
            "let the statements take the locks that they need");
      }
    }
  }

  /** Judges {@code CREATE STATISTICS}. */
  static void statistics(Node statement, Draft draft) {
    draft.adds(Kind.OTHER, Names.of(statement.strings("defnames")));
    Expressions.uses(statement, draft);
    boolean total = true;
    for (var element : statement.nodes("exprs")) {
      Expressions.runs(element.node("expr"), draft);
      total &= Expressions.isTotal(element.node("expr"));
    }
    if (!total) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.INDEX_MAY_FAIL,
          statement,
          "what the statistics compute may fail for rows that older code writes: then ANALYZE of"
              + " the table fails, autovacuum's too",
          "take columns, or expressions that only compare, or lower() and the like");
    }
    for (var relation : statement.nodes("relations")) {
      Refused.virtual(relation, statement.nodes("exprs"), "statistics", draft);
    }
    for (var relation : statement.nodes("relations")) {
      draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, Names.relation(relation));
    }
  }

  /** Judges {@code COMMENT}. */
  static void comment(Node statement, Draft draft) {
    var object = statement.node("object");
    var parts = object == null ? List.<String>of() : Names.parts(object);
    switch (statement.text("objtype")) {
      case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE" -> {
        draft.uses(Kind.TABLE, Names.of(parts));
        draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, Names.of(parts));
      }
      case "OBJECT_INDEX" -> {
        draft.uses(Kind.INDEX, Names.of(parts));
        draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, Names.of(parts));
      }
      case "OBJECT_COLUMN",
          "OBJECT_TABCONSTRAINT",
          "OBJECT_TRIGGER",
          "OBJECT_RULE",
          "OBJECT_POLICY" -> {
        if (parts.size() > 1) {
          var table = Names.of(parts.subList(0, parts.size() - 1));
          draft.uses(Kind.TABLE, table);
          draft.uses(
              statement.text("objtype").equals("OBJECT_COLUMN") ? Kind.COLUMN : Kind.OTHER,
              Names.member(parts));
          draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, table);
        }
      }
      default -> draft.uses(Kind.OTHER, Names.of(parts));
    }
  }
}
