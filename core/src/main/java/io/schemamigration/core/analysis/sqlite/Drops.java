package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import org.jspecify.annotations.Nullable;

/** Judges DROP. */
final class Drops {
  private static final String FIRST =
      "Release code that doesn't use it first, and declare this one: -- phase: contract";

  private final Course course;
  private final Verdict verdict;

  Drops(Course course, Verdict verdict) {
    this.course = course;
    this.verdict = verdict;
  }

  void judge(Cursor at) {
    int begin = at.offset();
    var kind = kind(at);
    at.accept("IF", "EXISTS");
    var name = at.objectName();
    if (kind == null || name == null || !at.atEnd() || Writes.isInternal(name)) {
      SqliteJudge.unlisted(verdict, begin);
      return;
    }
    verdict.effect(Effect.removes(kind, name));
    boolean own = course.isOwn(name) && kind != Kind.TRIGGER;
    course.take(name);
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
      verdict
          .contract()
          .danger(Danger.DATA_LOSS, Danger.NOT_REVERSIBLE)
          .remark(Rule.DROP_TABLE, begin, "table " + name + " is removed, with its rows", FIRST);
    } else if (kind == Kind.VIEW) {
      verdict
          .contract()
          .remark(Rule.SQLITE_DROP_VIEW, begin, "view " + name + " is removed", FIRST);
    } else if (kind == Kind.INDEX) {
      index(name, begin);
    } else {
      verdict
          .atLeast(Phase.CONTRACT, Certainty.DEPENDS_ON_DATA)
          .remark(
              Rule.SQLITE_DROP_TRIGGER,
              begin,
              "trigger " + name + " is removed: older code may rely on what it does",
              FIRST);
    }
  }

  private void index(String name, int begin) {
    var known = course.before().part(name);
    if (known != null && !known.unique()) {
      return; // it only made things quicker
    }
    verdict
        .atLeast(Phase.CONTRACT, Certainty.DEPENDS_ON_DATA)
        .remark(
            Rule.SQLITE_DROP_INDEX,
            begin,
            "index "
                + name
                + " is removed: where it is unique, older code may name it in ON CONFLICT",
            "Where it isn't unique, say so: -- accept: " + Rule.SQLITE_DROP_INDEX.id() + " REASON");
  }
}
