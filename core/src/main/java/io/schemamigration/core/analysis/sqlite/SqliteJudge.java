package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges statements for SQLite by their words: what isn't on the list is unknown. Older code is
 * taken to name the columns that it inserts and, where it joins, to qualify its columns.
 */
public final class SqliteJudge implements Judge {
  private final SqliteSchema before;

  /** Judges a migration by itself: what it replaces isn't known. */
  public SqliteJudge() {
    this(SqliteSchema.UNKNOWN);
  }

  /**
   * Judges a migration of which it is known what is there before it: so that the effect of a table
   * that is made anew can be told.
   */
  public SqliteJudge(SqliteSchema before) {
    this.before = before;
  }

  @Override
  public List<Judgement> judge(List<Statement> migration) {
    var course = new Course(before);
    var judgements = new ArrayList<Judgement>();
    var recreates = new HashMap<Integer, Recreate>();
    for (int i = 0; i < migration.size(); i++) {
      var verdict = new Verdict();
      try {
        judge(i, migration, course, recreates, verdict);
        course.now().apply(migration.get(i));
      } catch (UnreadableSqlException e) {
        verdict.unknown(0, String.valueOf(e.getMessage()), "Correct the statement.");
      }
      judgements.add(verdict.judgement());
    }
    return judgements;
  }

  private static void judge(
      int i,
      List<Statement> migration,
      Course course,
      Map<Integer, Recreate> recreates,
      Verdict verdict) {
    var renamed = recreates.get(i);
    if (renamed != null) {
      renamed.renamed(course, verdict);
      return;
    }
    var recreate = Recreate.at(i, migration, course);
    if (recreate != null) {
      recreates.put(recreate.rename(), recreate);
      recreate.judge(i, migration, course, verdict);
      course.take(recreate.table());
      return;
    }
    judge(Cursor.of(migration.get(i).sql()), course, verdict);
  }

  private static void judge(Cursor at, Course course, Verdict verdict) {
    if (at.accept("CREATE")) {
      new Creations(course, verdict).judge(at);
    } else if (at.accept("ALTER", "TABLE")) {
      new Alterations(course, verdict).judge(at);
    } else if (at.accept("DROP")) {
      new Drops(course, verdict).judge(at);
    } else if (at.accept("PRAGMA")) {
      Pragmas.judge(at, verdict);
    } else if (!other(at, verdict)) {
      new Writes(course, verdict).judge(at);
    }
  }

  /** What changes neither the schema nor a row. */
  private static boolean other(Cursor at, Verdict verdict) {
    int begin = at.offset();
    if (at.accept("ANALYZE") || at.accept("REINDEX")) {
      if (!at.atEnd() && (at.objectName() == null || !at.atEnd())) {
        unlisted(verdict, begin);
      }
      verdict.danger(Danger.FULL_SCAN);
      return true;
    }
    if (at.accept("VACUUM")) {
      verdict.danger(Danger.REWRITE, Danger.BLOCKS_WRITES, Danger.BLOCKS_READS);
      verdict.remark(
          Rule.SQLITE_VACUUM,
          begin,
          "VACUUM writes the whole file anew, and nobody else can use it meanwhile",
          "Run it while nobody waits; it needs twice the room of the file.");
      if (!at.atEnd() && !(at.accept("MAIN") && at.atEnd())) {
        unlisted(verdict, at.offset());
      }
      return true;
    }
    return false;
  }

  static void unlisted(Verdict verdict, int offset) {
    verdict.unknown(
        offset,
        "nobody can tell what this statement does to older code",
        "Put it another way, or declare its phase with the reason: -- accept: "
            + Rule.UNKNOWN_STATEMENT.id()
            + " REASON");
  }
}
