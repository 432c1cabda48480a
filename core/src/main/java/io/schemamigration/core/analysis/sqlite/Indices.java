package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;

/** Judges CREATE INDEX. */
final class Indices {
  private final Scope scope;
  private final Draft draft;

  Indices(Scope scope, Draft draft) {
    this.scope = scope;
    this.draft = draft;
  }

  boolean judge(Cursor at, boolean unique) {
    boolean maybe = at.accept("IF", "NOT", "EXISTS");
    int offset = at.offset();
    var name = at.objectName();
    var definition = at.normal();
    if (name == null || !at.accept("ON")) {
      return false;
    }
    var table = at.name();
    var columns = at.parentheses();
    if (table == null || columns == null || columns.atEnd()) {
      return false;
    }
    boolean condition = at.accept("WHERE");
    if (!condition && !at.atEnd()) {
      return false;
    }
    if (!Expressions.harmless(columns.copy()) || !Expressions.harmless(at.copy())) {
      return false;
    }
    boolean apart = unique && isApart(table, columns.copy(), at.copy());
    boolean plain = TotalExpression.is(withoutOrder(columns)) && TotalExpression.is(at);
    if (!maybe || scope.now().isPartAbsent(name)) {
      scope.make(name);
    }
    draft.adds(Kind.INDEX, name);
    draft.uses(Kind.TABLE, table);
    var was = scope.before().part(name);
    boolean again = was != null && was.unique() == unique && was.text().equals(definition);
    if (scope.isOwn(table) || again) {
      return true;
    }
    draft.danger(Danger.FULL_SCAN, Danger.BLOCKS_WRITES);
    if (unique && !apart) {
      uniqueIndex(name, table, offset);
    } else if (!plain) {
      expressionIndex(name, table, offset);
    }
    return true;
  }

  /** Whether older code has NULL in all that the index is about, so that no two rows collide. */
  private boolean isApart(String table, Cursor columns, Cursor condition) {
    while (!columns.atEnd()) {
      var item = columns.item();
      var name = item.name();
      if (name == null || !item.atEnd() || !scope.isEmpty(table, name)) {
        return false;
      }
    }
    if (condition.atEnd()) {
      return true;
    }
    var tested = condition.name();
    return tested != null
        && scope.isEmpty(table, tested)
        && condition.accept("IS", "NOT", "NULL")
        && condition.atEnd();
  }

  private void uniqueIndex(String name, String table, int offset) {
    draft.phaseByData(Phase.CONTRACT);
    draft.narrows(Kind.TABLE, table);
    draft.offers("unique index " + name + " in ON CONFLICT");
    draft.remark(
        Rule.SQLITE_UNIQUE_INDEX,
        offset,
        "unique index "
            + name
            + ": older code that writes a value twice to "
            + table
            + " is refused, and so is the index where there are two already",
        "Release code that keeps to it first, and clean up the rows; then declare it: -- phase: contract");
  }

  private void expressionIndex(String name, String table, int offset) {
    draft.phaseByData(Phase.CONTRACT);
    draft.narrows(Kind.TABLE, table);
    draft.remark(
        Rule.SQLITE_EXPRESSION_INDEX,
        offset,
        "index "
            + name
            + " has an expression, which can fail on a row that older code writes to "
            + table,
        "Index plain columns, or make sure that the expression takes every value (json(x) doesn't), and say so: -- accept: "
            + Rule.SQLITE_EXPRESSION_INDEX.id()
            + " REASON");
  }

  /** What is indexed, without ASC and DESC. */
  private static Cursor withoutOrder(Cursor columns) {
    var tokens = new ArrayList<SqlToken>();
    while (!columns.atEnd()) {
      var token = columns.skip();
      boolean last = columns.atEnd() || columns.peek().isSymbol(',');
      if (!last || !(token.isWord("ASC") || token.isWord("DESC"))) {
        tokens.add(token);
      }
    }
    return Cursor.of(tokens);
  }
}
