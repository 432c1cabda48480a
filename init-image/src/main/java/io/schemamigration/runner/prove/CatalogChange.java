package io.schemamigration.runner.prove;

import io.schemamigration.core.analysis.sqlite.Affinity;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * What is different after a migration.
 *
 * @param phase that it can't be more lenient than
 * @param object by kind and name: {@code column users.name}
 * @param table that the object belongs to; empty without one
 * @param text in words: {@code column users.name is gone}
 */
public record CatalogChange(Phase phase, String object, String table, String text) {
  private static final String COLUMN = "column ";
  private static final String TABLE = "table ";

  private static CatalogChange of(Phase phase, String object, Catalog.What what, String happened) {
    return new CatalogChange(phase, object, what.table(), object + happened);
  }

  static List<CatalogChange> between(Dialect dialect, Catalog before, Catalog after) {
    var changes = new ArrayList<CatalogChange>();
    for (var old : before.objects().entrySet()) {
      var now = after.objects().get(old.getKey());
      var table = TABLE + old.getValue().table();
      boolean withTable =
          !old.getValue().table().isEmpty()
              && !old.getKey().equals(table)
              && !after.objects().containsKey(table)
              && before.objects().containsKey(table);
      if (now == null && !withTable) {
        changes.add(of(Phase.CONTRACT, old.getKey(), old.getValue(), " is gone"));
      } else if (now != null) {
        kept(dialect, old.getKey(), old.getValue(), now, changes);
      }
    }
    for (var fresh : after.objects().entrySet()) {
      if (!before.objects().containsKey(fresh.getKey())) {
        added(before, fresh.getKey(), fresh.getValue(), changes);
      }
    }
    return changes;
  }

  /** Tables whose rows were written to another file. */
  static List<String> rewritten(Catalog before, Catalog after) {
    var tables = new ArrayList<String>();
    for (var file : before.files().entrySet()) {
      var now = after.files().get(file.getKey());
      if (now != null && !now.equals(file.getValue())) {
        tables.add(file.getKey());
      }
    }
    return tables;
  }

  private static void kept(
      Dialect dialect,
      String name,
      Catalog.What old,
      Catalog.What now,
      List<CatalogChange> changes) {
    if (now.required() && !old.required()) {
      changes.add(of(Phase.CONTRACT, name, now, " no longer accepts NULL"));
    }
    if (old.filled() && !now.filled()) {
      changes.add(of(Phase.CONTRACT, name, now, " no longer has a default"));
    }
    boolean same =
        (dialect == Dialect.SQLITE && name.startsWith(COLUMN))
            ? Affinity.of(old.text()) == Affinity.of(now.text())
            : old.text().equals(now.text());
    // what VALIDATE CONSTRAINT leaves out of the definition
    boolean validated = old.text().equals(now.text() + " NOT VALID");
    if (!same && !validated) {
      boolean column = name.startsWith(COLUMN);
      var what = column ? " is " + now.text() + ", and was " + old.text() : " is another one";
      changes.add(of(column ? Phase.OFFLINE : Phase.CONTRACT, name, now, what));
    }
  }

  private static void added(
      Catalog before, String name, Catalog.What fresh, List<CatalogChange> changes) {
    boolean known = before.objects().containsKey(TABLE + fresh.table());
    if (!known) {
      return; // nobody uses that table yet
    }
    if (name.startsWith(COLUMN)) {
      if (fresh.required() && !fresh.filled()) {
        changes.add(of(Phase.OFFLINE, name, fresh, " needs a value, and nothing gives it one"));
      }
    } else {
      var narrows = " narrows " + fresh.table() + " " + fresh.text();
      changes.add(of(Phase.CONTRACT, name, fresh, narrows.stripTrailing()));
    }
  }
}
