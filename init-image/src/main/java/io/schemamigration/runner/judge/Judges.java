package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.List;

/**
 * Knows who judges the SQL of a database. What judging takes is loaded with the first judge that is
 * asked for: some tenths of a second on PostgreSQL, which whoever has nothing to judge doesn't
 * spend.
 */
public final class Judges {
  /** It isn't known which release the server has: what holds for any of them. */
  public static final int ANY_RELEASE = PostgresJudge.ANY_RELEASE;

  private final Dialect dialect;
  private final int release;

  /**
   * Judges for one database.
   *
   * @param release PostgreSQL's major release, from 10, or {@link #ANY_RELEASE}; means nothing on
   *     SQLite
   */
  public Judges(Dialect dialect, int release) {
    this.dialect = dialect;
    this.release = release;
  }

  /** One for the thread that asks; this can be asked from any, the judge only there. */
  public Judge judge() {
    return switch (dialect) {
      case POSTGRESQL -> new PostgresJudge(PostgresGrammar.load(), release);
      case SQLITE -> new InOrder();
    };
  }

  /** Whose SQL is judged. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * Whether a judge has to see every migration, in order: what a change means hangs on what those
   * before it have made.
   */
  public boolean ordered() {
    return dialect == Dialect.SQLITE;
  }

  /** Keeps what it has seen. What was there before the first migration isn't known. */
  private static final class InOrder implements Judge {
    private SqliteSchema before = SqliteSchema.UNKNOWN;

    @Override
    public List<Judgement> judge(List<Statement> migration) {
      var judgements = new SqliteJudge(before).judge(migration);
      before = before.after(migration);
      return judgements;
    }
  }
}
