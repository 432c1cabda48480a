package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;

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
      case SQLITE -> new SqliteInOrder(false);
    };
  }

  /**
   * The same for files that are read without a database: on SQLite it also reports what is refused
   * of the tables that they make.
   */
  public Judge ofFiles() {
    return dialect == Dialect.SQLITE ? new SqliteInOrder(true) : judge();
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
}
