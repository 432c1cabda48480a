package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.grammar.Grammar;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Knows who judges the SQL of a database. What judging takes is loaded with the first judge that is
 * asked for: some tenths of a second on PostgreSQL, which whoever has nothing to judge doesn't
 * spend.
 */
public final class Judges {
  /** It isn't known which release the server has: what holds for any of them. */
  public static final int ANY_RELEASE = 0;

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

  /** The release that was asked for. */
  public int release() {
    return release;
  }

  /** One for the thread that asks; this can be asked from any, the judge only there. */
  public Judge judge() {
    return switch (dialect) {
      case POSTGRESQL -> new Unjudged(PostgresGrammar.load());
      case SQLITE -> new InOrder();
    };
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

  /** Says of everything that it can't be told what it does. */
  private record Unjudged(Grammar grammar) implements Judge {
    @Override
    public List<Judgement> judge(List<Statement> migration) {
      var judgements = new ArrayList<Judgement>(migration.size());
      for (var statement : migration) {
        judgements.add(Judgement.unknown(remark(grammar.parse(statement.sql()))));
      }
      return judgements;
    }

    private static Remark remark(Grammar.Parsed parsed) {
      return parsed instanceof Grammar.Malformed(var message, var offset)
          ? new Remark(Rule.SYNTAX_ERROR, offset, message, "Write it as PostgreSQL reads it.")
          : new Remark(
              Rule.UNKNOWN_STATEMENT, 0, "nobody can tell what it does", "Declare its phase.");
    }
  }
}
