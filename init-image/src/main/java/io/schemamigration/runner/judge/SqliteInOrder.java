package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Earlier;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.SqliteDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges SQLite's migrations one after the other and remembers what it has seen, from the first one
 * on. SQLite itself is asked whether it can read each statement.
 */
final class SqliteInOrder implements Judge {
  private final SqliteDraft draft;
  private final Earlier earlier = new Earlier(Dialect.SQLITE);
  private SqliteSchema before = SqliteSchema.EMPTY;

  /**
   * Begins with an empty schema.
   *
   * @param known whether to report what SQLite refuses of the tables that the files make
   */
  SqliteInOrder(boolean known) {
    this.draft = new SqliteDraft(known);
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
    var judgements = new ArrayList<>(new SqliteJudge(before, earlier).judge(migration));
    before = before.after(migration);
    var said = draft.ask(migration.stream().map(Statement::sql).toList());
    for (int i = 0; i < judgements.size(); i++) {
      var error = said.get(i);
      if (error != null && !isReported(judgements.get(i))) {
        judgements.set(i, read(migration.get(i).sql(), error));
      }
    }
    return judgements;
  }

  private static boolean isReported(Judgement judgement) {
    return judgement.remarks().stream()
        .anyMatch(remark -> remark.rule() == Rule.SQLITE_ADD_COLUMN_LIMIT);
  }

  private static Judgement read(String sql, String error) {
    var own =
        error.endsWith(SqliteDraft.FOLLOWS)
            ? error.substring(0, error.length() - SqliteDraft.FOLLOWS.length())
            : error;
    return Judgement.unknown(new Remark(Rule.SYNTAX_ERROR, place(sql, own), error, advice(own)));
  }

  private static String advice(String error) {
    return error.startsWith("error in ")
        ? "write PRAGMA legacy_alter_table = ON; before it, or drop the view or trigger first and"
            + " create it again afterwards"
        : "write it as SQLite reads it; commands of its shell and of other databases can't be run";
  }

  /** The place of the word that SQLite names, if it occurs once. */
  private static int place(String sql, String error) {
    var word = word(error);
    int at = word == null ? -1 : sql.indexOf(word);
    return at >= 0 && at == sql.lastIndexOf(word) ? at : 0;
  }

  private static @Nullable String word(String error) {
    int begin = error.indexOf('"') + 1;
    int end = error.lastIndexOf('"');
    if (begin > 0 && end > begin) {
      return error.substring(begin, end);
    }
    int colon = error.lastIndexOf(": ");
    return colon < 0 ? null : error.substring(colon + 2);
  }
}
