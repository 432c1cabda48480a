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
  private final Memory memory;

  /**
   * Judges for one database.
   *
   * @param release PostgreSQL's major release, from 10, or {@link #ANY_RELEASE}; ignored on SQLite
   */
  public Judges(Dialect dialect, int release) {
    this(dialect, release, Memory.NONE);
  }

  private Judges(Dialect dialect, int release, Memory memory) {
    this.dialect = dialect;
    this.release = release;
    this.memory = memory;
  }

  /** The same, which don't judge what the memory has. Those of SQLite have to see everything. */
  public Judges remembering(Memory memory) {
    return memory == this.memory ? this : new Judges(dialect, release, memory);
  }

  /** Writes down what was judged. */
  public void keep() {
    memory.keep();
  }

  /** A judge for the calling thread, to be used by that thread alone. */
  public Judge judge() {
    return switch (dialect) {
      case POSTGRESQL ->
          memory.isOn() ? new RememberingJudge(memory, release, this::postgresql) : postgresql();
      case SQLITE -> new CountedJudge(new SqliteInOrder(false));
    };
  }

  private Judge postgresql() {
    return new CountedJudge(new PostgresJudge(postgres(), release));
  }

  /**
   * The same for files that are read without a database: on SQLite it also reports what is refused
   * of the tables that they make.
   */
  public Judge ofFiles() {
    return dialect == Dialect.SQLITE ? new CountedJudge(new SqliteInOrder(true)) : judge();
  }

  /** How many statements this process has judged. */
  public static long judged() {
    return CountedJudge.STATEMENTS.sum();
  }

  /** PostgreSQL's grammar for the calling thread, in machine code where there is a library. */
  public static PostgresGrammar postgres() {
    return MachineCode.MISSING == null
        ? PostgresGrammar.of(MachineCode::new)
        : PostgresGrammar.load();
  }

  /** The form in which PostgreSQL's grammar runs here, in words for a person. */
  public static String grammar() {
    return MachineCode.MISSING == null
        ? "machine code"
        : "WebAssembly (" + MachineCode.MISSING + ")";
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
