package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.util.List;

/** The indexes and triggers of a table that is recreated, before and afterwards. */
final class PartDifference {
  private final Recreate recreate;
  private final SqliteSchema before;
  private final SqliteSchema renamed;
  private final SqliteSchema end;
  private final Draft draft;

  /**
   * Prepares it.
   *
   * @param renamed as it is when the new table has got the old one's name
   * @param end as it is after the migration
   */
  PartDifference(
      Recreate recreate, SqliteSchema before, SqliteSchema renamed, SqliteSchema end, Draft draft) {
    this.recreate = recreate;
    this.before = before;
    this.renamed = renamed;
    this.end = end;
    this.draft = draft;
  }

  void judge() {
    var table = recreate.table();
    for (var part : before.partsOf(table)) {
      if (!has(end.partsOf(table), part)) {
        lost(part);
      }
    }
    for (var part : renamed.partsOf(table)) {
      if (!has(before.partsOf(table), part)) {
        fresh(part);
      }
    }
    if (before.isReferredTo(table)) {
      draft.remark(
          Rule.SQLITE_RECREATE_FOREIGN_KEYS,
          0,
          "other tables refer to "
              + table
              + ": where foreign keys are enforced, DROP TABLE deletes its rows first, and"
              + " ON DELETE CASCADE those that refer to them",
          "migrate up switches them off meanwhile and checks them before COMMIT; with another tool you have to do that yourself.");
    }
  }

  private boolean has(List<SqliteSchema.Part> parts, SqliteSchema.Part part) {
    for (var other : parts) {
      if (other.unique() == part.unique()
          && other.trigger() == part.trigger()
          && text(other).equals(text(part))) {
        return true;
      }
    }
    return false;
  }

  private String text(SqliteSchema.Part part) {
    var from = " " + Cursor.key(recreate.fresh()) + " ";
    return (" " + part.text()).replace(from, " " + Cursor.key(recreate.table()) + " ");
  }

  private void lost(SqliteSchema.Part part) {
    if (part.trigger() || part.unique()) {
      draft.phase(Phase.CONTRACT);
    }
    draft.remark(
        part.trigger() ? Rule.SQLITE_RECREATE_LOSES_TRIGGER : Rule.SQLITE_RECREATE_LOSES_INDEX,
        0,
        (part.trigger() ? "trigger " : part.unique() ? "unique index " : "index ")
            + part.name()
            + " goes with the old table "
            + recreate.table()
            + " and isn't created again",
        "Create it again after the rename, or drop it by name before, so that the loss is deliberate.");
  }

  /** Created on the new table while nobody else used that; from now on everyone does. */
  private void fresh(SqliteSchema.Part part) {
    if (part.trigger()) {
      draft.unknown(
          0,
          "trigger " + part.name() + " comes with the new table " + recreate.table(),
          "Make triggers in a migration of their own.");
    } else if (part.unique() || part.text().indexOf('(') != part.text().lastIndexOf('(')) {
      draft.phase(Phase.CONTRACT);
      if (part.unique()) {
        draft.offers("unique index " + part.name() + " in ON CONFLICT");
      }
      draft.remark(
          Rule.SQLITE_RECREATE_NARROWS,
          0,
          "index "
              + part.name()
              + " comes with the new table and can refuse what older code writes",
          "Make it in a contract migration of its own.");
    }
  }
}
