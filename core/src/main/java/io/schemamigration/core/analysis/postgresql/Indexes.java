package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;

/** Indexes: what they refuse, and how long they block writes while they are built. */
final class Indexes {
  private static final int WIDE = 3;

  private static final String IN_PARTS =
      "CREATE INDEX … ON ONLY the table, CREATE INDEX CONCURRENTLY on each partition, then ALTER"
          + " INDEX … ATTACH PARTITION for each";

  private Indexes() {}

  /** Judges {@code CREATE INDEX}. */
  static void create(Node statement, Draft draft) {
    var relation = statement.node("relation");
    if (relation == null
        || !draft.only(
            statement,
            "CREATE INDEX",
            "idxname",
            "relation",
            "accessMethod",
            "tableSpace",
            "indexParams",
            "indexIncludingParams",
            "options",
            "whereClause",
            "unique",
            "nulls_not_distinct",
            "concurrent",
            "if_not_exists")) {
      return;
    }
    if (Names.isSystem(relation)) {
      draft.unmapped(relation, "an index of " + Names.relation(relation));
      return;
    }
    var table = Names.relation(relation);
    draft.fresh(draft.scope().isNew(Kind.TABLE, table));
    named(statement, relation, draft);
    draft.uses(Kind.TABLE, table);
    boolean concurrent = statement.flag("concurrent");
    draft.lock(concurrent ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE, table);
    build(table, relation, concurrent, draft);
    if (statement.flag("unique")) {
      unique(table, statement, draft);
    }
    Refused.virtual(relation, statement.nodes("indexParams"), "index", draft);
    Expressions.keeps(statement, relation.text("relname"), draft);
    expressions(table, statement, draft);
    if (statement.nodes("indexParams").size() > WIDE && !statement.flag("unique")) {
      draft.advise(
          Rule.WIDE_INDEX,
          relation,
          "an index of " + statement.nodes("indexParams").size() + " columns seldom helps",
          "keep the columns that narrow most");
    }
  }

  /** An index of a partitioned table is built on all partitions at once, or ON ONLY and on none. */
  private static void build(String table, Node relation, boolean concurrent, Draft draft) {
    boolean partitioned = draft.scope().folder().isPartitioned(table);
    if (partitioned && concurrent) {
      draft.advise(
          Rule.CONCURRENTLY_ON_PARTITIONED,
          relation,
          "PostgreSQL builds no index of the partitioned table " + table + " CONCURRENTLY",
          IN_PARTS);
    }
    if (!relation.flag("inh")) {
      return;
    }
    draft.danger(Danger.FULL_SCAN);
    if (!concurrent) {
      draft.remark(
          Rule.INDEX_NOT_CONCURRENTLY,
          relation,
          "nobody can write to table " + table + " while its index is built",
          partitioned
              ? IN_PARTS
              : "CREATE INDEX CONCURRENTLY, or leave it in a file of its own, where migrate does so by itself");
    }
  }

  private static void named(Node statement, Node relation, Draft draft) {
    var own = Names.part(statement.text("idxname"));
    if (own.isEmpty()) {
      draft.adds(Kind.INDEX, "of " + Names.relation(relation));
      return;
    }
    var schema = relation.text("schemaname");
    var index = schema.isEmpty() ? own : Names.part(schema) + "." + own;
    draft.adds(Kind.INDEX, index);
    if (!statement.flag("if_not_exists") || draft.scope().isAbsent(Kind.INDEX, index)) {
      draft.scope().make(Kind.INDEX, index);
    }
  }

  private static void unique(String table, Node statement, Draft draft) {
    if (isApart(table, statement, draft)) {
      return;
    }
    draft.narrows(Kind.TABLE, table);
    draft.phase(Phase.CONTRACT);
    draft.offers("the unique index of " + table + " in ON CONFLICT");
    draft.remark(
        Rule.ADD_UNIQUE,
        Names.at(statement, "relation"),
        "table " + table + " refuses rows that it took: older code may write such",
        "add it after all code that could write such rows is gone");
  }

  /** Whether older code has NULL in all that the index is about, so that no two rows collide. */
  private static boolean isApart(String table, Node statement, Draft draft) {
    var rows = draft.scope().olderRows();
    var truth = new Truth(table, rows);
    boolean apart =
        !statement.flag("nulls_not_distinct") && truth.isKnown(statement.node("whereClause"));
    for (var element : statement.nodes("indexParams")) {
      apart &=
          element.has("expr")
              ? truth.isNull(element.node("expr"))
              : rows.isNull(Names.member(table, element.text("name")));
    }
    if (apart) {
      truth.relyOn(statement.node("whereClause"));
      for (var element : statement.nodes("indexParams")) {
        truth.relyOn(element.node("expr"));
        rows.relyOn(Names.member(table, element.text("name")));
      }
    }
    return apart;
  }

  /** An expression is computed for each row that older code writes. */
  private static void expressions(String table, Node statement, Draft draft) {
    LongValues.judge(table, statement, draft);
    boolean total = Expressions.isTotal(statement.node("whereClause"));
    for (var element : statement.nodes("indexParams")) {
      total &= Expressions.isTotal(element.node("expr"));
      Expressions.uses(element.node("expr"), draft);
      if (!draft.fresh()) {
        Expressions.runs(element.node("expr"), draft);
      }
    }
    Expressions.uses(statement.node("whereClause"), draft);
    if (!draft.fresh()) {
      Expressions.runs(statement.node("whereClause"), draft);
    }
    if (!total) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.INDEX_MAY_FAIL,
          Names.at(statement, "relation"),
          "what the index computes may fail for rows of table " + table + " that older code writes",
          "index columns, or expressions that only compare, or lower() and the like");
    }
  }

  /** Judges {@code REINDEX}. */
  static void rebuild(Node statement, Draft draft) {
    if (!draft.only(statement, "REINDEX", "kind", "relation", "name", "params")) {
      return;
    }
    boolean concurrent = false;
    for (var option : statement.nodes("params")) {
      concurrent |= option.text("defname").equals("concurrently");
    }
    var relation = statement.node("relation");
    var name = relation == null ? "every table" : Names.relation(relation);
    boolean table = statement.text("kind").equals("REINDEX_OBJECT_TABLE");
    draft.changes(table ? Kind.TABLE : Kind.INDEX, name);
    var indexes = table ? "the indexes of " + name : name;
    if (concurrent) {
      draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, table ? name : "the table of index " + name);
      draft.lock(LockMode.SHARE_UPDATE_EXCLUSIVE, indexes);
    } else {
      draft.lock(LockMode.SHARE, table ? name : "the table of index " + name);
      draft.lock(LockMode.ACCESS_EXCLUSIVE, indexes);
      draft.danger(Danger.REWRITE);
      draft.remark(
          Rule.REINDEX_NOT_CONCURRENTLY,
          relation == null ? statement : relation,
          "nobody can write to the table, or read by its indexes, while they are built",
          "REINDEX … CONCURRENTLY, PostgreSQL 12 and later");
    }
    draft.danger(Danger.FULL_SCAN);
  }
}
