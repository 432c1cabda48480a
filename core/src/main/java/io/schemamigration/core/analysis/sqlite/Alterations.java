package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.util.Set;

/** Judges ALTER TABLE: SQLite's manual, "ALTER TABLE", with what it refuses. */
final class Alterations {
  private static final Set<String> COLLATIONS = Set.of("binary", "nocase", "rtrim");
  private static final String RECREATE =
      "SQLite can't do that to a column that it adds: recreate the table, see the docs on SQLite.";

  private final Scope scope;
  private final Draft draft;

  Alterations(Scope scope, Draft draft) {
    this.scope = scope;
    this.draft = draft;
  }

  void judge(Cursor at) {
    int begin = at.offset();
    var table = at.objectName();
    if (table == null || Writes.isInternal(table) || !judge(table, at)) {
      draft.unmapped(begin);
    }
  }

  private boolean judge(String table, Cursor at) {
    int offset = at.offset();
    if (at.accept("RENAME", "TO")) {
      var other = at.name();
      return other != null && at.atEnd() && rename(table, other, offset);
    }
    if (at.accept("RENAME")) {
      at.accept("COLUMN");
      var column = at.name();
      var other = at.accept("TO") ? at.name() : null;
      return column != null && other != null && at.atEnd() && rename(table, column, other, offset);
    }
    if (at.accept("ALTER")) {
      at.accept("COLUMN");
      var column = at.name();
      return column != null && nullable(table, column, at, offset);
    }
    if (at.accept("ADD")) {
      if (at.isWord("CONSTRAINT") || (at.isWord("CHECK") && at.peek(1).isSymbol('('))) {
        return check(table, at, offset);
      }
      at.accept("COLUMN");
      var column = TableReader.column(at);
      return column != null && add(table, column);
    }
    if (at.accept("DROP")) {
      boolean said = at.accept("COLUMN");
      var column = at.name();
      boolean constraint = !said && "CONSTRAINT".equalsIgnoreCase(column) && !at.atEnd();
      if (constraint) {
        var name = at.name();
        return name != null && at.atEnd() && dropConstraint(table, name, offset);
      }
      return column != null && at.atEnd() && drop(table, column, offset);
    }
    return false;
  }

  /** Since SQLite 3.53. */
  private boolean nullable(String table, String column, Cursor at, int offset) {
    if (at.accept("DROP", "NOT", "NULL") && at.atEnd()) {
      draft.changes(Kind.COLUMN, table + "." + column);
      return true;
    }
    if (!at.accept("SET", "NOT", "NULL") || !at.atEnd()) {
      return false;
    }
    draft.narrows(Kind.COLUMN, table + "." + column);
    narrowed(
        Rule.SQLITE_SET_NOT_NULL,
        table,
        "column "
            + table
            + "."
            + column
            + " no longer accepts NULL: older code that writes no value is refused",
        offset);
    return true;
  }

  private boolean check(String table, Cursor at, int offset) {
    if (at.accept("CONSTRAINT") && at.name() == null) {
      return false;
    }
    var condition = at.accept("CHECK") ? at.parentheses() : null;
    if (condition == null || !at.atEnd() || !Expressions.harmless(condition)) {
      return false;
    }
    draft.narrows(Kind.TABLE, table);
    narrowed(
        Rule.SQLITE_ADD_CHECK,
        table,
        "table " + table + " checks what is written: older code that doesn't keep to it is refused",
        offset);
    return true;
  }

  private void narrowed(Rule rule, String table, String what, int offset) {
    if (!scope.isOwn(table)) {
      draft.phaseByData(Phase.CONTRACT);
      draft.danger(Danger.FULL_SCAN);
      draft.remark(
          rule,
          offset,
          what,
          "Release code that keeps to it first, and correct the rows; then declare it: -- phase: contract");
    }
  }

  private boolean dropConstraint(String table, String name, int offset) {
    draft.removes(Kind.CONSTRAINT, table + "." + name);
    if (!scope.isOwn(table)) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.SQLITE_DROP_CONSTRAINT,
          offset,
          "constraint " + name + " of " + table + " is removed: older code may rely on it",
          "Where it doesn't, say so: -- accept: " + Rule.SQLITE_DROP_CONSTRAINT.id() + " REASON");
    }
    return true;
  }

  private boolean rename(String table, String other, int offset) {
    draft.renames(Kind.TABLE, table, other);
    boolean own = scope.isOwn(table);
    if (own && scope.isGone(other)) {
      draft.unknown(
          offset,
          table + " takes the place of " + other + ", and it isn't known what differs",
          "Recreate the table in the order of the docs on SQLite (create, copy, drop, rename), so that it is known.");
    } else if (!own) {
      draft.phase(Phase.OFFLINE);
      draft.remark(
          Rule.RENAME_TABLE,
          offset,
          "table " + table + " is renamed to " + other + ": no code can use both names",
          "Make a new table and keep both in step; migrate split writes the files.");
    }
    scope.take(table);
    if (own) {
      scope.make(other);
    }
    return true;
  }

  private boolean rename(String table, String column, String other, int offset) {
    draft.renames(Kind.COLUMN, table + "." + column, table + "." + other);
    if (!scope.isOwn(table)) {
      draft.phase(Phase.OFFLINE);
      draft.remark(
          Rule.RENAME_COLUMN,
          offset,
          "column " + table + "." + column + " is renamed: no code can use both names",
          "Add the new column, keep both in step, remove the old one later; migrate split writes the files.");
      scope.take(table, column);
    }
    return true;
  }

  private boolean drop(String table, String column, int offset) {
    draft.removes(Kind.COLUMN, table + "." + column);
    if (!scope.isOwn(table)) {
      draft.phase(Phase.CONTRACT);
      draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE, Danger.REWRITE);
      draft.remark(
          Rule.DROP_COLUMN,
          offset,
          "column " + table + "." + column + " is removed, with its values",
          "Release code that doesn't use it first, and declare this one: -- phase: contract");
      scope.take(table, column);
    }
    return true;
  }

  private boolean add(String table, ColumnDefinition column) {
    if (!COLLATIONS.contains(column.collation())) {
      return false;
    }
    draft.adds(Kind.COLUMN, table + "." + column.name());
    refused(table, column);
    if (scope.isOwn(table)) {
      return true;
    }
    scope.add(table, column.name());
    scope.meets(table, column, draft);
    if (scope.isGone(table, column.name())) {
      draft.phase(Phase.OFFLINE);
      draft.remark(
          Rule.SQLITE_AFFINITY,
          column.offset(),
          "column " + table + "." + column.name() + " is dropped and created again",
          "Add one with another name, and remove the old one in a contract migration.");
    }
    required(draft, table, column);
    rules(table, column);
    var known = scope.now().table(table);
    if (!column.takesItsDefault() && (known == null || known.strict())) {
      rule(draft, table, column, "a default that a STRICT table refuses");
    }
    boolean isNew = !scope.isGone(table, column.name());
    if (isNew && column.fallback() == null && column.generated() == null) {
      scope.leaveEmpty(table, column.name());
    }
    return true;
  }

  /** What SQLite doesn't add to a table, or only while it has no rows. */
  private void refused(String table, ColumnDefinition column) {
    boolean key = column.has(TableRule.Kind.PRIMARY_KEY) || column.has(TableRule.Kind.UNIQUE);
    boolean stored = column.generated() != null && column.generated().endsWith("stored");
    boolean computed = column.fallback() != null && !column.constantFallback();
    boolean filled = column.has(TableRule.Kind.FOREIGN_KEY) && column.fallback() != null;
    if (!key && !stored && !computed && !filled) {
      return;
    }
    var what =
        key
            ? "PRIMARY KEY or UNIQUE"
            : stored
                ? "a stored value"
                : computed ? "a computed default" : "a reference with a default";
    draft.phaseByData(Phase.EXPAND);
    draft.advise(
        Rule.SQLITE_ADD_COLUMN_LIMIT,
        column.offset(),
        "SQLite doesn't add a column with "
            + what
            + " to "
            + table
            + (key || stored ? "" : " while it has rows"),
        RECREATE);
  }

  /** Needs a value that neither older code nor the existing rows give it. */
  static void required(Draft draft, String table, ColumnDefinition column) {
    if (column.mayBeLeftOut()) {
      return;
    }
    draft.phaseByData(Phase.OFFLINE);
    draft.remark(
        Rule.SQLITE_REQUIRED_COLUMN,
        column.offset(),
        "column "
            + table
            + "."
            + column.name()
            + " needs a value and has no default: existing rows have none, and older code gives none",
        "Give it a default, or add it without NOT NULL, fill it, and narrow it later; migrate split writes the files.");
  }

  /** What older code, which leaves the column out, or deletes elsewhere, may run against. */
  private void rules(String table, ColumnDefinition column) {
    for (var rule : column.rules()) {
      if (rule.kind() == TableRule.Kind.FOREIGN_KEY) {
        new ForeignKeys(scope, draft).ofColumn(table, column, rule, column.offset());
      } else if (rule.kind() != TableRule.Kind.CHECK || !OlderRows.pass(rule, column)) {
        rule(draft, table, column, rule.kind().text());
      }
    }
    var computed = column.generated();
    var known = scope.now().table(table);
    // both refuse some of what is computed
    boolean strict = column.notNull() || known == null || known.strict();
    if (computed != null && (strict || !TotalExpression.is(Cursor.of(computed)))) {
      rule(draft, table, column, "a computed value");
    }
  }

  private static void rule(Draft draft, String table, ColumnDefinition column, String what) {
    draft.phaseByData(Phase.CONTRACT);
    draft.narrows(Kind.TABLE, table);
    draft.remark(
        Rule.SQLITE_COLUMN_RULE,
        column.offset(),
        "column "
            + table
            + "."
            + column.name()
            + " comes with "
            + what
            + ", which rows that older code writes can fail",
        "Add the column by itself, and the rule in a contract migration.");
  }
}
