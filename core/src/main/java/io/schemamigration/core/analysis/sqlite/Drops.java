package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import org.jspecify.annotations.Nullable;

/** Judges DROP. */
final class Drops {
  private static final String FIRST =
      "Release code that doesn't use it first, and declare this one: -- phase: contract";

  private final Scope scope;
  private final Draft draft;

  Drops(Scope scope, Draft draft) {
    this.scope = scope;
    this.draft = draft;
  }

  void judge(Cursor at) {
    int begin = at.offset();
    var kind = kind(at);
    boolean maybe = at.accept("IF", "EXISTS");
    var name = at.objectName();
    if (kind == null || name == null || !at.atEnd() || Writes.isInternal(name)) {
      draft.unmapped(begin);
      return;
    }
    if ((maybe && scope.isUnheard(name)) || (kind == Kind.VIEW && scope.isExtended(name))) {
      draft.phaseByData(Phase.EXPAND); // a guard, or the view comes back with all that it had
      return;
    }
    draft.removes(kind, name);
    boolean own = scope.isOwn(name) && kind != Kind.TRIGGER;
    scope.take(name);
    if (!own) {
      judge(kind, name, begin);
    }
  }

  private static @Nullable Kind kind(Cursor at) {
    if (at.accept("TABLE")) {
      return Kind.TABLE;
    }
    if (at.accept("VIEW")) {
      return Kind.VIEW;
    }
    if (at.accept("INDEX")) {
      return Kind.INDEX;
    }
    return at.accept("TRIGGER") ? Kind.TRIGGER : null;
  }

  private void judge(Kind kind, String name, int begin) {
    if (kind == Kind.TABLE) {
      draft.phase(Phase.CONTRACT);
      draft.danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE);
      draft.remark(Rule.DROP_TABLE, begin, "table " + name + " is removed, with its rows", FIRST);
    } else if (kind == Kind.VIEW) {
      draft.phase(Phase.CONTRACT);
      draft.remark(Rule.SQLITE_DROP_VIEW, begin, "view " + name + " is removed", FIRST);
    } else if (kind == Kind.INDEX) {
      index(name, begin);
    } else {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.SQLITE_DROP_TRIGGER,
          begin,
          "trigger " + name + " is removed: older code may rely on what it does",
          FIRST);
    }
  }

  private void index(String name, int begin) {
    var known = scope.before().part(name);
    if (known != null && !known.unique()) {
      return; // it only made queries faster
    }
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(
        Rule.SQLITE_DROP_INDEX,
        begin,
        "index " + name + " is removed: where it is unique, older code may name it in ON CONFLICT",
        "Where it isn't unique, say so: -- accept: " + Rule.SQLITE_DROP_INDEX.id() + " REASON");
  }
}
