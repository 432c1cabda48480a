package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.util.Set;

/** Judges CREATE. */
final class Creations {
  /** Modules of virtual tables that come with SQLite and keep what they hold to themselves. */
  private static final Set<String> MODULES = Set.of("fts3", "fts4", "fts5", "rtree", "geopoly");

  private final Scope scope;
  private final Draft draft;

  Creations(Scope scope, Draft draft) {
    this.scope = scope;
    this.draft = draft;
  }

  void judge(Cursor at) {
    int begin = at.offset();
    boolean judged;
    if (at.accept("TABLE")) {
      judged = table(at);
    } else if (at.accept("INDEX")) {
      judged = new Indices(scope, draft).judge(at, false);
    } else if (at.accept("UNIQUE", "INDEX")) {
      judged = new Indices(scope, draft).judge(at, true);
    } else if (at.accept("VIEW")) {
      judged = view(at);
    } else if (at.accept("VIRTUAL", "TABLE")) {
      judged = virtualTable(at);
    } else if (at.accept("TRIGGER")) {
      trigger(at, begin);
      judged = true;
    } else {
      judged = false;
    }
    if (!judged) {
      draft.unmapped(begin);
    }
  }

  /** Records it as new; false if others may know another object of that name. */
  private boolean isNew(String name, boolean maybe, int offset) {
    if (scope.isGone(name)) {
      draft.unknown(
          offset,
          name + " is dropped and created again as something else",
          "Give the new one another name, and remove the old one in a contract migration.");
      return false;
    }
    if (!maybe || scope.now().isAbsent(name)) {
      scope.make(name);
    }
    return true;
  }

  private boolean table(Cursor at) {
    boolean maybe = at.accept("IF", "NOT", "EXISTS");
    int offset = at.offset();
    var name = at.objectName();
    if (name == null || Writes.isInternal(name)) {
      return false;
    }
    if (at.accept("AS")) {
      return isNew(name, maybe, offset) && tableOf(name, at);
    }
    var body = at.parentheses();
    if (body == null || body.atEnd()) {
      return false;
    }
    var definition = TableReader.table(name, body, at);
    if (definition == null) {
      return false;
    }
    if (!isNew(name, maybe, offset)) {
      return true;
    }
    draft.adds(Kind.TABLE, name);
    for (var rule : definition.rules()) {
      var parent = rule.refersTo();
      if (parent != null && !scope.isOwn(parent) && !Cursor.key(parent).equals(Cursor.key(name))) {
        foreignKey(draft, name, parent, offset);
      }
    }
    return true;
  }

  /** Rows that refer to a parent keep it; older code doesn't know of them. */
  static void foreignKey(Draft draft, String table, String parent, int offset) {
    draft.phaseByData(Phase.CONTRACT);
    draft.narrows(Kind.TABLE, parent);
    draft.remark(
        Rule.SQLITE_FOREIGN_KEY,
        offset,
        "rows of "
            + table
            + " refer to "
            + parent
            + ": older code that deletes there, or changes keys, may be refused",
        "Let "
            + parent
            + " be deleted from by code that knows of "
            + table
            + " first, or leave the foreign key out.");
  }

  private boolean tableOf(String name, Cursor at) {
    boolean query = at.isWord("SELECT") || at.isWord("WITH") || at.isWord("VALUES");
    if (!query || !Expressions.harmless(at.copy()) || !Expressions.isQuery(at.copy())) {
      return false;
    }
    draft.adds(Kind.TABLE, name);
    draft.danger(Danger.LONG_TRANSACTION);
    return true;
  }

  private boolean view(Cursor at) {
    boolean maybe = at.accept("IF", "NOT", "EXISTS");
    int offset = at.offset();
    var name = at.objectName();
    if (name == null) {
      return false;
    }
    at.parentheses();
    if (!at.accept("AS") || !(at.isWord("SELECT") || at.isWord("WITH") || at.isWord("VALUES"))) {
      return false;
    }
    boolean query = Expressions.harmless(at.copy()) && Expressions.isQuery(at.copy());
    if (query && isNew(name, maybe, offset)) {
      draft.adds(Kind.VIEW, name);
      return true;
    }
    return query;
  }

  private boolean virtualTable(Cursor at) {
    boolean maybe = at.accept("IF", "NOT", "EXISTS");
    int offset = at.offset();
    var name = at.objectName();
    if (name == null || !at.accept("USING")) {
      return false;
    }
    var module = at.name();
    at.parentheses();
    if (module == null || !MODULES.contains(Cursor.key(module)) || !at.atEnd()) {
      return false;
    }
    if (isNew(name, maybe, offset)) {
      draft.adds(Kind.TABLE, name);
    }
    return true;
  }

  /** On a table of this migration that writes only to such tables it affects nobody else. */
  private void trigger(Cursor at, int begin) {
    at.accept("IF", "NOT", "EXISTS");
    var name = at.objectName();
    var was = name == null ? null : scope.before().part(name);
    if (was != null && was.trigger() && was.text().equals(at.normal())) {
      return; // the one that was removed with the old table, created again
    }
    while (!at.atEnd() && !at.isWord("ON")) {
      at.skip();
    }
    at.skip();
    var table = at.objectName();
    if (name != null && table != null && scope.isOwn(table) && writesOwn(at)) {
      draft.adds(Kind.TRIGGER, table + "." + name);
      return;
    }
    draft.unknown(
        begin,
        "a trigger on " + table + " can do anything to what older code writes",
        "Say why older code survives it: -- accept: " + Rule.UNKNOWN_STATEMENT.id() + " REASON");
  }

  private boolean writesOwn(Cursor at) {
    if (!Expressions.harmless(at.copy())) {
      return false;
    }
    for (; !at.atEnd(); at.skip()) {
      boolean into = at.isWord("INTO");
      boolean from = at.isWord("DELETE") && at.peek(1).isWord("FROM");
      boolean update = at.isWord("UPDATE") && !at.peek(1).isWord("SET");
      if (at.isWord("RAISE") || ((into || from || update) && !ownTarget(at.copy()))) {
        return false;
      }
    }
    return true;
  }

  private boolean ownTarget(Cursor at) {
    at.skip();
    at.accept("FROM");
    if (at.accept("OR")) {
      at.skip();
    }
    var target = at.name();
    return target != null && scope.isOwn(target);
  }
}
