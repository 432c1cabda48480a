package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a table that is made anew is to code that knows the old one. */
final class TableDifference {
  private static final String FIRST =
      "Release code that can do with it first, and declare this one: -- phase: contract";
  private static final String APART =
      "Add a column with another name, keep both in step, and remove the old one later; migrate split writes the files.";

  private final TableDefinition old;
  private final TableDefinition made;
  private final String fresh;
  private final Verdict verdict;

  TableDifference(TableDefinition old, TableDefinition made, String fresh, Verdict verdict) {
    this.old = old;
    this.made = made;
    this.fresh = fresh;
    this.verdict = verdict;
  }

  void judge(CopiedRows copied) {
    verdict.danger(Danger.REWRITE, Danger.LONG_TRANSACTION, Danger.BLOCKS_WRITES);
    if (!copied.all()) {
      loses(0, "not every row of " + old.name() + " goes along");
    }
    for (var column : old.columns()) {
      var now = made.column(column.name());
      if (now == null) {
        removed(column, copied);
      } else {
        values(column, copied.sources().get(now.key()));
        kept(column, now);
      }
    }
    for (var column : made.columns()) {
      if (old.column(column.name()) == null) {
        verdict.effect(Effect.Change.ADDS, column(column));
        Alterations.required(verdict, old.name(), column);
        if (column.generated() != null) {
          narrows(
              column(column), text(column) + " is computed, which can fail on a row of older code");
        }
      }
    }
    for (var column : made.columns()) {
      var was = old.column(column.name());
      boolean before = was != null && old.strict() && !was.takesItsDefault();
      if (made.strict() && !column.takesItsDefault() && !before) {
        narrows(column(column), text(column) + " has a default that a STRICT table refuses");
      }
    }
    rules();
    shape();
  }

  private DatabaseObject column(ColumnDefinition column) {
    return Objects.column(old.name(), column.name());
  }

  private String text(ColumnDefinition column) {
    return "column " + old.name() + "." + column.name();
  }

  private void removed(ColumnDefinition column, CopiedRows copied) {
    for (var pair : copied.sources().entrySet()) {
      boolean from = pair.getValue().mentions().contains(column.key());
      if (from && old.column(pair.getKey()) == null) {
        verdict
            .offline()
            .effect(
                new Effect(
                    Effect.Change.RENAMES,
                    column(column),
                    Objects.column(old.name(), pair.getKey())))
            .remark(
                Rule.RENAME_COLUMN,
                0,
                text(column) + " becomes " + pair.getKey() + ": no code can use both names",
                APART);
        return;
      }
    }
    verdict
        .contract()
        .danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE)
        .effect(Effect.Change.REMOVES, column(column))
        .remark(Rule.DROP_COLUMN, 0, text(column) + " is removed, with its values", FIRST);
  }

  private void values(ColumnDefinition column, CopiedRows.@Nullable Source source) {
    if (column.generated() != null) {
      return;
    }
    if (source == null) {
      loses(0, "the values of " + text(column) + " don't go along");
    } else if (!source.mentions().contains(column.key())) {
      loses(0, text(column) + " gets other values than its own");
      if (source.column() != null) {
        verdict.offline();
      }
    }
  }

  private void loses(int offset, String what) {
    verdict
        .contract()
        .danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE)
        .remark(
            Rule.SQLITE_RECREATE_LOSES_VALUES,
            offset,
            what,
            "Copy it, or release code that doesn't look for it first, and declare this one: -- phase: contract");
  }

  private void kept(ColumnDefinition before, ColumnDefinition now) {
    if (affinity(before, old) != affinity(now, made)
        || !before.collation().equals(now.collation())) {
      verdict
          .atLeast(Phase.OFFLINE, Certainty.DEPENDS_ON_DATA)
          .effect(Effect.Change.CHANGES, column(before))
          .remark(
              Rule.SQLITE_AFFINITY,
              0,
              text(before)
                  + " keeps and compares its values in another way: "
                  + kind(before)
                  + " becomes "
                  + kind(now),
              APART);
    } else if (made.strict() && !before.type().equals(now.type())) {
      narrows(column(before), text(before) + " takes " + now.type() + " only");
    }
    if (!java.util.Objects.equals(before.generated(), now.generated())) {
      verdict.unknown(0, text(before) + " is computed in another way", APART);
    }
    if (now.notNull() && !before.notNull()) {
      narrows(column(before), text(before) + " takes no NULL any more");
    }
    if (!java.util.Objects.equals(before.fallback(), now.fallback())) {
      narrows(column(before), text(before) + " has another default, which older code may rely on");
    }
  }

  /** ANY keeps all as it is in a STRICT table, and only there. */
  private static Affinity affinity(ColumnDefinition column, TableDefinition table) {
    boolean any = table.strict() && column.type().equals("ANY");
    return any ? Affinity.BLOB : column.affinity();
  }

  private static String kind(ColumnDefinition column) {
    var type = column.type().isEmpty() ? "no type" : column.type();
    return column.collation().equals("binary") ? type : type + " COLLATE " + column.collation();
  }

  private void narrows(DatabaseObject object, String what) {
    verdict
        .atLeast(Phase.CONTRACT, Certainty.DEPENDS_ON_DATA)
        .effect(Effect.Change.NARROWS, object)
        .remark(Rule.SQLITE_RECREATE_NARROWS, 0, what, FIRST);
  }

  /** The new table may still be called by the name that it is made with. */
  private Set<TableRule> renamed() {
    var rules = new LinkedHashSet<TableRule>();
    for (var rule : made.rules()) {
      var from = " " + Cursor.key(fresh) + " ";
      var text = rule.text().replace(from, " " + Cursor.key(old.name()) + " ");
      rules.add(new TableRule(rule.kind(), text, rule.refersTo()));
    }
    return rules;
  }

  private static boolean same(TableRule one, TableRule other) {
    return one.kind() == other.kind() && one.text().equals(other.text());
  }

  private void rules() {
    var rules = renamed();
    for (var rule : rules) {
      if (old.rules().stream().noneMatch(r -> same(r, rule))) {
        narrows(
            Objects.of(Kind.TABLE, old.name()),
            old.name() + " has a new " + rule.kind().text() + " " + rule.text().strip());
      }
    }
    for (var rule : old.rules()) {
      boolean checks = rule.kind() == TableRule.Kind.CHECK;
      if (!checks && rules.stream().noneMatch(r -> same(r, rule))) {
        narrows(
            Objects.of(Kind.TABLE, old.name()),
            old.name()
                + " loses its "
                + rule.kind().text()
                + " "
                + rule.text().strip()
                + ", which older code may rely on");
      }
    }
  }

  private void shape() {
    var table = Objects.table(old.name());
    if (made.withoutRowid() && !old.withoutRowid()) {
      narrows(table, old.name() + " has no rowid any more");
    }
    if (made.strict() && !old.strict()) {
      narrows(table, old.name() + " is STRICT: values of other types are refused");
    }
    boolean key = made.primaryKey().equals(old.primaryKey());
    if (!key || old.numbersItself() != made.numbersItself()) {
      narrows(table, old.name() + " has another primary key");
    } else if (old.autoIncrement() && !made.autoIncrement()) {
      narrows(table, old.name() + " may use a number again: it is no AUTOINCREMENT any more");
    }
    var before = new ArrayList<String>();
    old.columns().stream()
        .filter(c -> made.column(c.name()) != null)
        .forEach(c -> before.add(c.key()));
    var now = made.columns().stream().map(ColumnDefinition::key).toList();
    if (!now.subList(0, before.size()).equals(before)) {
      narrows(
          table, "the columns of " + old.name() + " stand in another order, which SELECT * shows");
    }
  }
}
