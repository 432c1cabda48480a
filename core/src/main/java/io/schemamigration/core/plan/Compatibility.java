package io.schemamigration.core.plan;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.name.DuplicateVersion;
import io.schemamigration.core.sql.words.ColumnChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether pending migrations fit together and with what is applied. */
final class Compatibility {
  private Compatibility() {}

  /** What a migration depends on is applied, or applied before it; else what is missing. */
  static List<Problem> missing(List<Migration> toApply, PlanRequest request, PlanFacts known) {
    var problems = new ArrayList<Problem>();
    for (var migration : toApply) {
      for (var needed : migration.dependsOn()) {
        if (known.covers(needed) || request.source().find(needed) != null) {
          continue; // what is pending comes before it: its version is lower
        }
        problems.add(
            new Problem(
                migration.file(),
                null,
                "migration "
                    + migration.version()
                    + " depends on "
                    + needed
                    + ", which is neither applied nor among the files",
                "add the migration "
                    + needed
                    + ", or say that the database has it: migrate baseline"));
      }
    }
    return problems;
  }

  /** Statements that would change what this product remembers. */
  static List<Problem> ownTables(List<Migration> toApply) {
    var problems = new ArrayList<Problem>();
    for (var migration : toApply) {
      problems.addAll(OwnTables.written(migration.file(), migration.up()));
    }
    return problems;
  }

  /** Templates that nobody has filled in: once applied, they could never be. */
  static List<Problem> blank(List<Migration> toApply) {
    var problems = new ArrayList<Problem>();
    for (var migration : toApply) {
      if (migration.blank()) {
        problems.add(migration.notFilledIn());
      }
    }
    return problems;
  }

  /**
   * Columns that two migrations add, of which the second would fail with "already exists". Where a
   * statement comes between whose effect its words don't show, nothing is said.
   */
  static List<Problem> columnsTwice(
      List<Migration> toApply, MigrationSource source, PlanFacts known) {
    var problems = new ArrayList<Problem>();
    var added = new HashMap<ColumnChange, Migration>();
    for (var migration : source.migrations()) {
      var row = known.row(migration.version());
      var checksum = row == null ? null : row.fileChecksum();
      if (row != null
          && checksum != null
          && row.status() == HistoryStatus.COMPLETED
          && migration.isText(checksum)) {
        columnsTwice(migration, added, new ArrayList<>());
      }
    }
    for (var migration : toApply) {
      columnsTwice(migration, added, problems);
    }
    return problems;
  }

  private static void columnsTwice(
      Migration migration, Map<ColumnChange, Migration> added, List<Problem> problems) {
    for (var statement : migration.up()) {
      for (var change : ColumnChange.of(statement)) {
        switch (change) {
          case ColumnChange.Unknown unknown -> added.clear();
          case ColumnChange.Added column -> {
            var other = added.putIfAbsent(column, migration);
            if (other != null && !other.equals(migration) && !isAccepted(migration)) {
              problems.add(twice(column, migration, statement.line(), other));
            }
          }
        }
      }
    }
  }

  /** Someone may have removed the column by hand. */
  private static boolean isAccepted(Migration migration) {
    return migration.acceptances().stream().anyMatch(a -> a.rule().equals("made-twice"));
  }

  private static Problem twice(
      ColumnChange.Added column, Migration migration, int line, Migration other) {
    return new Problem(
        migration.file(),
        line,
        "column "
            + column.column()
            + " of "
            + column.table()
            + " is added here and in "
            + other.file(),
        "take it out of this file, or of the other if that isn't applied; if the column was removed"
            + " in between: -- accept: made-twice REASON");
  }

  /** What is said about a late migration. */
  static String higher(Migration migration, Object reached) {
    return "give it a version above "
        + reached
        + ": "
        + DuplicateVersion.renumber(migration.file());
  }
}
