package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.NewKeys.Action;
import io.schemamigration.core.analysis.Rule;
import java.util.EnumSet;
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
      if (rule.kind() == TableRule.Kind.FOREIGN_KEY) {
        new ForeignKeys(scope, draft).ofTable(definition, rule, offset);
      }
    }
    return true;
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
    var deletes = EnumSet.noneOf(Action.class);
    for (; !at.atEnd() && !at.isWord("ON"); at.skip()) {
      if (at.isWord("DELETE")) {
        deletes.add(Action.DELETES);
      } else if (at.isWord("UPDATE")) {
        deletes.add(Action.EMPTIES);
      }
    }
    at.skip();
    var table = at.objectName();
    boolean own = name != null && table != null && scope.isOwn(table) && writesOwn(at);
    if (own && !scope.keys().addTrigger(Cursor.key(String.valueOf(table)), deletes)) {
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
