package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.SqliteSyntax;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates the judges of a database's SQL. What they need is loaded with the first one: some tenths
 * of a second on PostgreSQL, which a run with nothing to judge doesn't spend.
 */
public final class Judges {
  /** If the server's release isn't known: what holds for any of them. */
  public static final int ANY_RELEASE = PostgresJudge.ANY_RELEASE;

  private final Dialect dialect;
  private final int release;

  /**
   * Judges for one database.
   *
   * @param release PostgreSQL's major release, from 10, or {@link #ANY_RELEASE}; ignored on SQLite
   */
  public Judges(Dialect dialect, int release) {
    this.dialect = dialect;
    this.release = release;
  }

  /** A judge for the calling thread, to be used by that thread alone. */
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
   * Whether a judge has to see every migration in order, because what a change means depends on
   * what the migrations before it created.
   */
  public static boolean ordered(Dialect dialect) {
    return dialect == Dialect.SQLITE;
  }

  /** Remembers what it has seen, from the first migration on. */
  private static final class InOrder implements Judge {
    private SqliteSchema before = SqliteSchema.EMPTY;

    @Override
    public List<Judgement> judge(List<Statement> migration) {
      var judgements = new ArrayList<>(new SqliteJudge(before).judge(migration));
      before = before.after(migration);
      for (int i = 0; i < judgements.size(); i++) {
        if (judgements.get(i).certainty() == Certainty.UNKNOWN) {
          judgements.set(i, read(migration.get(i).sql(), judgements.get(i)));
        }
      }
      return judgements;
    }

    /** An unknown statement may have a syntax error, which SQLite reports. */
    private static Judgement read(String sql, Judgement judged) {
      var error = SqliteSyntax.error(sql);
      return error == null
          ? judged
          : Judgement.unknown(
              new Remark(
                  Rule.SYNTAX_ERROR,
                  place(sql, error),
                  error,
                  "write it as SQLite reads it; commands of its shell and of other databases can't"
                      + " be run"));
    }

    /** The place of the word that SQLite names, if it occurs once. */
    private static int place(String sql, String error) {
      int begin = error.indexOf('"') + 1;
      int end = error.lastIndexOf('"');
      if (begin == 0 || end <= begin) {
        return 0;
      }
      var word = error.substring(begin, end);
      int at = sql.indexOf(word);
      return at >= 0 && at == sql.lastIndexOf(word) ? at : 0;
    }
  }
}
