package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.Earlier;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.ViewText;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges statements for SQLite by their words: what isn't on the list is unknown. Older code is
 * assumed to name the columns that it inserts and, if it joins, to qualify its columns.
 */
public final class SqliteJudge implements Judge {
  private final SqliteSchema before;
  private final Earlier earlier;

  /** Judges a migration on its own: what it replaces isn't known. */
  public SqliteJudge() {
    this(SqliteSchema.UNKNOWN);
  }

  /**
   * Judges a migration that comes after a known schema, so that a recreated table can be compared
   * with the old one.
   */
  public SqliteJudge(SqliteSchema before) {
    this(before, new Earlier(Dialect.SQLITE));
  }

  /** The same, with what is in the migrations before. */
  public SqliteJudge(SqliteSchema before, Earlier earlier) {
    this.before = before;
    this.earlier = earlier;
  }

  @Override
  public void follow(List<Statement> statements, List<Statement> pending) {
    earlier.follow(statements, pending);
  }

  @Override
  public void know(List<Statement> database) {
    earlier.know(database);
  }

  @Override
  public List<Judgement> judge(List<Statement> migration) {
    var scope = new Scope(before, earlier, ViewText.extended(migration, earlier, Dialect.SQLITE));
    var judgements = new ArrayList<Judgement>();
    var recreates = new HashMap<Integer, Recreate>();
    for (int i = 0; i < migration.size(); i++) {
      var draft = new Draft();
      try {
        judge(i, migration, scope, recreates, draft);
        scope.now().apply(migration.get(i));
        scope.passed(migration.get(i));
      } catch (UnreadableSqlException e) {
        draft.unknown(0, String.valueOf(e.getMessage()), "Correct the statement.");
      }
      judgements.add(draft.judgement());
    }
    return judgements;
  }

  private static void judge(
      int i,
      List<Statement> migration,
      Scope scope,
      Map<Integer, Recreate> recreates,
      Draft draft) {
    var renamed = recreates.get(i);
    if (renamed != null) {
      renamed.renamed(scope, draft);
      return;
    }
    var recreate = Recreate.at(i, migration, scope);
    if (recreate != null) {
      recreates.put(recreate.rename(), recreate);
      recreate.judge(i, migration, scope, draft);
      scope.take(recreate.table());
      return;
    }
    judge(Cursor.of(migration.get(i).sql()), scope, draft);
  }

  private static void judge(Cursor at, Scope scope, Draft draft) {
    if (at.accept("CREATE")) {
      new Creations(scope, draft).judge(at);
    } else if (at.accept("ALTER", "TABLE")) {
      new Alterations(scope, draft).judge(at);
    } else if (at.accept("DROP")) {
      new Drops(scope, draft).judge(at);
    } else if (at.accept("PRAGMA")) {
      Pragmas.judge(at, draft);
    } else if (!other(at, draft)) {
      new Writes(scope, draft).judge(at);
    }
  }

  /** What changes neither the schema nor a row. */
  private static boolean other(Cursor at, Draft draft) {
    int begin = at.offset();
    if (at.accept("ANALYZE") || at.accept("REINDEX")) {
      if (!at.atEnd() && (at.objectName() == null || !at.atEnd())) {
        draft.unmapped(begin);
      }
      draft.danger(Danger.FULL_SCAN);
      return true;
    }
    if (at.accept("VACUUM")) {
      draft.danger(Danger.REWRITE, Danger.BLOCKS_WRITES, Danger.BLOCKS_READS);
      draft.advise(
          Rule.SQLITE_VACUUM,
          begin,
          "VACUUM rewrites the whole file, and nobody else can use it meanwhile",
          "Run it while nobody waits; it needs twice the room of the file.");
      if (!at.atEnd() && !(at.accept("MAIN") && at.atEnd())) {
        draft.unmapped(at.offset());
      }
      return true;
    }
    return false;
  }
}
