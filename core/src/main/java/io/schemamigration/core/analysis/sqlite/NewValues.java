package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.window.Phase;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an UPDATE does to values that older code reads. It doesn't read new columns, NULL has no
 * form that it could miss, and a number that goes up stays one.
 */
final class NewValues {
  private static final Set<String> ENDS =
      Set.of("WHERE", "FROM", "RETURNING", "ORDER", "LIMIT", "ON");

  private final Scope scope;
  private final Draft draft;
  private final String table;
  private final Set<String> harmless = new HashSet<>();

  NewValues(Scope scope, Draft draft, String table) {
    this.scope = scope;
    this.draft = draft;
    this.table = table;
  }

  /** Judges what stands behind SET. */
  void judge(Cursor at, int begin) {
    addEmpty(at.copy());
    while (!at.atEnd() && !isEnd(at)) {
      int offset = at.offset();
      var several = at.parentheses();
      boolean known = several == null ? single(at) : all(several);
      if (!known) {
        told(offset == begin ? begin : offset);
        return;
      }
      skipValue(at);
    }
  }

  /** Judges {@code ON CONFLICT (…) DO UPDATE SET …}, wherever it stands. */
  void conflict(Cursor at, int begin) {
    while (!at.atEnd()) {
      if (at.accept("ON", "CONFLICT")) {
        var target = at.parentheses();
        while (target != null && !target.atEnd()) {
          var name = target.item().name();
          harmless.add(name == null ? "" : Cursor.key(name)); // a row is found by it
        }
      } else if (at.accept("DO", "UPDATE", "SET")) {
        judge(at, begin);
        return;
      } else {
        at.skip();
      }
    }
  }

  private static boolean isEnd(Cursor at) {
    return at.peek().kind() == SqlToken.Kind.WORD && ENDS.contains(at.peek().normal());
  }

  private boolean single(Cursor at) {
    var name = at.name();
    return name != null && (isHarmless(name) || counts(name, at.copy()));
  }

  private boolean all(Cursor names) {
    while (!names.atEnd()) {
      var name = names.item().name();
      if (name == null || !isHarmless(name)) {
        return false;
      }
    }
    return true;
  }

  private boolean isHarmless(String column) {
    return harmless.contains(Cursor.key(column)) || scope.isNewColumn(table, column);
  }

  /** {@code n = n + 1} */
  private static boolean counts(String column, Cursor at) {
    if (!at.accept('=')) {
      return false;
    }
    var read = at.name();
    boolean same = read != null && Cursor.key(read).equals(Cursor.key(column));
    return same
        && (at.accept('+') || at.accept('-'))
        && at.skip().kind() == SqlToken.Kind.NUMBER
        && (at.atEnd() || at.peek().isSymbol(',') || isEnd(at));
  }

  private static void skipValue(Cursor at) {
    while (!at.atEnd() && !isEnd(at)) {
      if (at.accept(',')) {
        return;
      }
      if (at.parentheses() == null) {
        at.skip();
      }
    }
  }

  private void told(int offset) {
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(
        Rule.UPDATE_VALUES,
        offset,
        "values of " + table + " change, which older code reads and may not understand",
        "Add WHERE … IS NULL if only empty ones are to be filled; else let all code read both forms first. If the form stays the same, say so: -- accept: "
            + Rule.UPDATE_VALUES.id()
            + " REASON");
  }

  /** The columns that are NULL in each row: {@code WHERE a IS NULL AND …}. */
  private void addEmpty(Cursor at) {
    while (!at.atEnd() && !at.accept("WHERE")) {
      if (at.parentheses() == null) {
        at.skip();
      }
    }
    var found = new HashSet<String>();
    boolean begins = true;
    boolean between = false;
    while (!at.atEnd()) {
      var empty = begins ? empty(at) : null;
      if (empty != null) {
        found.add(empty);
      }
      begins = false;
      if (at.accept("OR")) {
        return;
      } else if (at.accept("BETWEEN")) {
        between = true;
      } else if (at.accept("AND")) {
        begins = !between;
        between = false;
      } else if (!at.atEnd() && at.parentheses() == null) {
        at.skip();
      }
    }
    harmless.addAll(found);
  }

  /** A column that is NULL, and nothing behind that but the next condition. */
  private static @Nullable String empty(Cursor at) {
    var copy = at.copy();
    var name = copy.name();
    if (name != null && copy.accept('.')) {
      name = copy.name();
    }
    boolean isNull = copy.accept("IS", "NULL") || copy.accept("ISNULL");
    return name != null && isNull && (copy.atEnd() || copy.isWord("AND") || isEnd(copy))
        ? Cursor.key(name)
        : null;
  }
}
