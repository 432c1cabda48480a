package io.schemamigration.runner.run;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.SqlFailure;
import org.jspecify.annotations.Nullable;

/** A statement of a migration that the database refused, or the COMMIT after the last one. */
public final class StatementFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String file;
  private final transient @Nullable Statement statement;
  private final int number;
  private final SqlFailure said;

  public StatementFailure(@Nullable Statement statement, int number, SqlFailure said) {
    this(null, statement, number, said);
  }

  /** A verification, which may be in another file. */
  public StatementFailure(
      @Nullable String file, @Nullable Statement statement, int number, SqlFailure said) {
    super(said.getMessage(), said);
    this.file = file;
    this.statement = statement;
    this.number = number;
    this.said = said;
  }

  /** Which, or null when it was the COMMIT. */
  public @Nullable Statement statement() {
    return statement;
  }

  /** Where it stands, in a migration of that file. */
  public String file(String migration) {
    return file == null ? migration : file;
  }

  /** Which of the migration's statements, as it is reported; null when it was none of them. */
  public @Nullable Integer told() {
    return statement == null || file != null ? null : number;
  }

  /**
   * Which of the migration's statements, from 1; 0 when it was the COMMIT, one more than there are
   * when it was a verification.
   */
  public int number() {
    return number;
  }

  /** The line of the file at which the database points; null when it was the COMMIT. */
  public @Nullable Integer line() {
    return statement == null ? null : statement.line() + linesBefore(statement.sql());
  }

  private int linesBefore(String sql) {
    int lines = 0;
    for (int i = 0; i < Math.min(said.position() - 1, sql.length()); i++) {
      if (sql.charAt(i) == '\n') {
        lines++;
      }
    }
    return lines;
  }

  public SqlFailure said() {
    return said;
  }
}
