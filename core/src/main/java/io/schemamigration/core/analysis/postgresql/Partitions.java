package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import org.jspecify.annotations.Nullable;

/** Partitions that come and go. */
final class Partitions {
  private Partitions() {}

  /** Judges {@code ATTACH PARTITION}. */
  static void attach(String table, Node command, Draft draft) {
    var partition = partition(command, draft);
    if (partition == null) {
      return;
    }
    var name = Names.relation(partition);
    draft.uses(Kind.TABLE, name);
    draft.changes(Kind.TABLE, table);
    draft.narrows(Kind.TABLE, name);
    draft.lock(
        draft.since(12) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, table);
    draft.fresh(draft.fresh() && draft.scope().isNewTable(name));
    draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, "the default partition of " + table + ", if it has one");
    draft.danger(Danger.FULL_SCAN);
    draft.phaseByData(Phase.CONTRACT);
    draft.offers("partition " + name + " of table " + table);
    draft.remark(
        Rule.ATTACH_PARTITION,
        partition,
        "table " + name + " takes only rows of its range from now on, and all its rows are read",
        "give it a CHECK with the same range, NOT VALID and validated before; a new, empty"
            + " partition is better made with CREATE TABLE … PARTITION OF");
  }

  /** Judges {@code DETACH PARTITION}. */
  static void detach(String table, Node command, Draft draft) {
    var partition = partition(command, draft);
    var definition = command.node("def");
    if (partition == null || definition == null) {
      return;
    }
    var name = Names.relation(partition);
    boolean concurrent = definition.flag("concurrent") || !command.text("subtype").endsWith("n");
    draft.changes(Kind.TABLE, table);
    draft.changes(Kind.TABLE, name);
    draft.lock(concurrent ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, table);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, name);
    draft.lock(LockMode.ACCESS_EXCLUSIVE, "the default partition of " + table + ", if it has one");
    draft.phase(Phase.CONTRACT);
    draft.remark(
        Rule.DETACH_PARTITION,
        partition,
        "rows of partition " + name + " are no longer in table " + table,
        "do it after all code that looks for them there is gone");
    if (!concurrent) {
      draft.remark(
          Rule.DETACH_NOT_CONCURRENTLY,
          partition,
          "nobody can use table " + table + " until the lock is given back",
          "DETACH PARTITION … CONCURRENTLY, PostgreSQL 14 and later");
    }
  }

  private static @Nullable Node partition(Node command, Draft draft) {
    var definition = command.node("def");
    var partition = definition == null ? null : definition.node("name");
    if (definition == null
        || partition == null
        || !draft.only(definition, "a partition", "name", "bound", "concurrent")) {
      return null;
    }
    return partition;
  }
}
