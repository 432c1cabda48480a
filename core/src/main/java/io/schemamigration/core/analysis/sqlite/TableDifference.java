package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a recreated table means to code that knows the old one. */
final class TableDifference {
  private static final String FIRST =
      "Release code that can do with it first, and declare this one: -- phase: contract";
  private static final String APART =
      "Add a column with another name, keep both in step, and remove the old one later; migrate split writes the files.";

  private final TableDefinition old;
  private final TableDefinition made;
  private final String fresh;
  private final Scope scope;
  private final Draft draft;

  TableDifference(
      TableDefinition old, TableDefinition made, String fresh, Scope scope, Draft draft) {
    this.old = old;
    this.made = made;
    this.fresh = fresh;
    this.scope = scope;
    this.draft = draft;
  }

  void judge(CopiedRows copied) {
    draft.danger(Danger.REWRITE, Danger.LONG_TRANSACTION, Danger.BLOCKS_WRITES);
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
        draft.adds(Kind.COLUMN, name(column));
        Alterations.required(draft, old.name(), column);
        if (column.generated() != null) {
          narrows(column, " is computed, which can fail on a row of older code");
        }
      }
    }
    for (var column : made.columns()) {
      var was = old.column(column.name());
      boolean before = was != null && old.strict() && !was.takesItsDefault();
      if (made.strict() && !column.takesItsDefault() && !before) {
        narrows(column, " has a default that a STRICT table refuses");
      }
    }
    rules();
    shape();
  }

  private String name(ColumnDefinition column) {
    return old.name() + "." + column.name();
  }

  private String text(ColumnDefinition column) {
    return "column " + name(column);
  }

  private void removed(ColumnDefinition column, CopiedRows copied) {
    for (var pair : copied.sources().entrySet()) {
      boolean from = pair.getValue().mentions().contains(column.key());
      if (from && old.column(pair.getKey()) == null) {
        draft.phase(Phase.OFFLINE);
        draft.renames(Kind.COLUMN, name(column), old.name() + "." + pair.getKey());
        draft.remark(
            Rule.RENAME_COLUMN,
            0,
            text(column) + " becomes " + pair.getKey() + ": no code can use both names",
            APART);
        return;
      }
    }
    draft.phase(Phase.CONTRACT);
    draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
    draft.removes(Kind.COLUMN, name(column));
    draft.remark(Rule.DROP_COLUMN, 0, text(column) + " is removed, with its values", FIRST);
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
        draft.phase(Phase.OFFLINE);
      }
    }
  }

  private void loses(int offset, String what) {
    draft.phase(Phase.CONTRACT);
    draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
    draft.remark(
        Rule.SQLITE_RECREATE_LOSES_VALUES,
        offset,
        what,
        "Copy it, or release code that doesn't look for it first, and declare this one: -- phase: contract");
  }

  private void kept(ColumnDefinition before, ColumnDefinition now) {
    if (affinity(before, old) != affinity(now, made)
        || !before.collation().equals(now.collation())) {
      draft.phaseByData(Phase.OFFLINE);
      draft.changes(Kind.COLUMN, name(before));
      draft.remark(
          Rule.SQLITE_AFFINITY,
          0,
          text(before)
              + " keeps and compares its values in another way: "
              + kind(before)
              + " becomes "
              + kind(now),
          APART);
    } else if (made.strict() && !before.type().equals(now.type())) {
      narrows(before, " takes " + now.type() + " only");
    }
    if (!Objects.equals(before.generated(), now.generated())) {
      draft.unknown(0, text(before) + " is computed in another way", APART);
    }
    if (now.notNull() && !before.notNull()) {
      narrows(before, " no longer accepts NULL");
    }
    if (!Objects.equals(before.fallback(), now.fallback())) {
      narrows(before, " has another default, which older code may rely on");
      if (now.fallback() != null) {
        draft.offers("the default of " + text(before));
      }
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

  private void narrows(ColumnDefinition column, String what) {
    draft.narrows(Kind.COLUMN, name(column));
    narrowed(text(column) + what);
  }

  private void narrows(String what) {
    draft.narrows(Kind.TABLE, old.name());
    narrowed(old.name() + what);
  }

  private void narrowed(String what) {
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(Rule.SQLITE_RECREATE_NARROWS, 0, what, FIRST);
  }

  /** The rules may still contain the name that the new table was created with. */
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

  /** Whether a rule is about a new column alone, and refuses nothing that older code writes. */
  private boolean isOfNewColumn(TableRule rule) {
    for (var column : made.columns()) {
      if (old.column(column.name()) == null && column.rules().contains(rule)) {
        return switch (rule.kind()) {
          case CHECK -> OlderRows.pass(rule, column);
          case UNIQUE -> column.fallback() == null && column.generated() == null;
          case PRIMARY_KEY -> false;
          case FOREIGN_KEY -> {
            new ForeignKeys(scope, draft).ofColumn(old.name(), column, rule, 0);
            yield true;
          }
        };
      }
    }
    return false;
  }

  private void rules() {
    var rules = renamed();
    for (var rule : rules) {
      if (old.rules().stream().noneMatch(r -> same(r, rule)) && !isOfNewColumn(rule)) {
        narrows(" has a new " + rule.kind().text() + " " + rule.text().strip());
        offers(rule.kind());
      }
    }
    for (var rule : old.rules()) {
      boolean checks = rule.kind() == TableRule.Kind.CHECK;
      if (!checks && rules.stream().noneMatch(r -> same(r, rule))) {
        narrows(
            " loses its "
                + rule.kind().text()
                + " "
                + rule.text().strip()
                + ", which older code may rely on");
      }
    }
  }

  private void offers(TableRule.Kind kind) {
    if (kind == TableRule.Kind.UNIQUE || kind == TableRule.Kind.PRIMARY_KEY) {
      draft.offers("the new " + kind.text() + " of " + old.name() + " in ON CONFLICT");
    }
  }

  private void shape() {
    if (made.withoutRowid() && !old.withoutRowid()) {
      narrows(" no longer has a rowid");
    }
    if (made.strict() && !old.strict()) {
      narrows(" is STRICT: values of other types are refused");
    }
    boolean key = made.primaryKey().equals(old.primaryKey());
    if (!key || old.numbersItself() != made.numbersItself()) {
      narrows(" has another primary key");
    } else if (old.autoIncrement() && !made.autoIncrement()) {
      narrows(" may use a number again: it is no longer AUTOINCREMENT");
    }
    var before = new ArrayList<String>();
    old.columns().stream()
        .filter(c -> made.column(c.name()) != null)
        .forEach(c -> before.add(c.key()));
    var now = made.columns().stream().map(ColumnDefinition::key).toList();
    if (!now.subList(0, before.size()).equals(before)) {
      draft.narrows(Kind.TABLE, old.name());
      narrowed("the columns of " + old.name() + " are in another order, which SELECT * shows");
    }
  }
}
