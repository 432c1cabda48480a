package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.window.Phase;
import java.util.Set;

/** Judges what reads and writes rows. */
final class Writes {
  private static final Set<String> VERBS =
      Set.of("SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE");

  private static final Set<String> CONFLICTS = Set.of("IGNORE", "ABORT", "FAIL", "ROLLBACK");

  private final Scope scope;
  private final Draft draft;

  Writes(Scope scope, Draft draft) {
    this.scope = scope;
    this.draft = draft;
  }

  /** SQLite's own tables, which describe the others; statistics only make queries faster. */
  static boolean isInternal(String name) {
    var key = Cursor.key(name);
    return key.startsWith("sqlite_") && !key.startsWith("sqlite_stat");
  }

  void judge(Cursor at) {
    int begin = at.offset();
    boolean harmless = Expressions.harmless(at.copy());
    toVerb(at);
    boolean judged = false;
    if (harmless) {
      judged =
          switch (verb(at)) {
            case "SELECT", "VALUES" -> !at.atEnd();
            case "INSERT" -> insert(at, begin);
            case "REPLACE" -> replace(at, begin);
            case "UPDATE" -> update(at, begin);
            case "DELETE" -> delete(at, begin);
            default -> false;
          };
    }
    if (!judged) {
      draft.unmapped(begin);
    }
  }

  private static String verb(Cursor at) {
    var verb = at.peek().kind() == SqlToken.Kind.WORD ? at.skip().normal() : "";
    var rest = at.copy();
    if (rest.accept("OR")) {
      rest.skip();
    }
    return Expressions.isQuery(rest) ? verb : "";
  }

  /** Behind WITH … AS (…), … */
  private static void toVerb(Cursor at) {
    if (!at.accept("WITH")) {
      return;
    }
    while (!at.atEnd()) {
      var token = at.peek();
      if (token.kind() == SqlToken.Kind.WORD && VERBS.contains(token.normal())) {
        return;
      }
      if (at.parentheses() == null) {
        at.skip();
      }
    }
  }

  private boolean insert(Cursor at, int begin) {
    if (at.accept("OR")) {
      if (at.accept("REPLACE")) {
        return replace(at, begin);
      }
      if (!CONFLICTS.contains(at.skip().normal())) {
        return false;
      }
    }
    if (!at.accept("INTO")) {
      return false;
    }
    var table = at.objectName();
    if (table == null || isInternal(table)) {
      return false;
    }
    if (at.accept("AS") && at.name() == null) {
      return false;
    }
    at.parentheses();
    boolean query = at.isWord("SELECT") || at.isWord("WITH");
    if (!query && !at.isWord("VALUES") && !at.accept("DEFAULT", "VALUES")) {
      return false;
    }
    draft.writes(Kind.TABLE, table);
    if (!scope.isOwn(table)) {
      new NewValues(scope, draft, table).conflict(at.copy(), begin);
    }
    if (query && !scope.isOwn(table)) {
      draft.danger(Danger.LONG_TRANSACTION, Danger.BLOCKS_WRITES);
    }
    return true;
  }

  private boolean replace(Cursor at, int begin) {
    var table = at.accept("INTO") ? at.objectName() : null;
    return table != null && !isInternal(table) && removes(table, begin, "REPLACE deletes");
  }

  private boolean removes(String table, int begin, String what) {
    draft.writes(Kind.TABLE, table);
    if (!scope.isOwn(table)) {
      draft.phase(Phase.CONTRACT);
      draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
      draft.remark(
          Rule.DELETE_ROWS,
          begin,
          what + " rows of " + table + ", which older code may look for",
          "Release code that doesn't look for them first, and declare this one: -- phase: contract");
    }
    return true;
  }

  private boolean update(Cursor at, int begin) {
    boolean replaces = false;
    if (at.accept("OR")) {
      replaces = at.isWord("REPLACE");
      if (!replaces && !CONFLICTS.contains(at.peek().normal())) {
        return false;
      }
      at.skip();
    }
    var table = at.objectName();
    if (table == null || isInternal(table)) {
      return false;
    }
    boolean all = !hasWhere(at.copy());
    boolean alias = !at.accept("AS") || at.name() != null;
    boolean index = !at.accept("INDEXED", "BY") || at.name() != null;
    if (!alias || !index || !at.accept("SET")) {
      return false;
    }
    if (replaces) {
      return removes(table, begin, "UPDATE OR REPLACE deletes");
    }
    draft.writes(Kind.TABLE, table);
    if (!scope.isOwn(table)) {
      new NewValues(scope, draft, table).judge(at.copy(), begin);
      draft.danger(Danger.LONG_TRANSACTION, Danger.BLOCKS_WRITES);
      if (all) {
        draft.remark(
            Rule.UPDATE_ALL_ROWS,
            begin,
            "every row of "
                + table
                + " is written in one transaction, and nobody else can write meanwhile",
            "Put a mark before it that has it run in batches: -- backfill: "
                + table
                + ".id batch 1000");
      }
    }
    return true;
  }

  private boolean delete(Cursor at, int begin) {
    var table = at.accept("FROM") ? at.objectName() : null;
    return table != null && !isInternal(table) && removes(table, begin, "it deletes");
  }

  /** Not in parentheses: that would be another statement's. */
  private static boolean hasWhere(Cursor at) {
    while (!at.atEnd()) {
      if (at.isWord("WHERE")) {
        return true;
      }
      if (at.parentheses() == null) {
        at.skip();
      }
    }
    return false;
  }
}
