package io.schemamigration.runner.step;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.SqlFailure;
import org.jspecify.annotations.Nullable;

/** A statement of a migration that the database refused, or the COMMIT after the last one. */
final class StatementFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Statement statement;
  private final int number;
  private final SqlFailure said;

  StatementFailure(@Nullable Statement statement, int number, SqlFailure said) {
    super(said.getMessage(), said);
    this.statement = statement;
    this.number = number;
    this.said = said;
  }

  /** Which, or null when it was the COMMIT. */
  @Nullable Statement statement() {
    return statement;
  }

  /** Which of the migration's statements, from 1; 0 when it was the COMMIT. */
  int number() {
    return number;
  }

  /** The line of the file at which the database points; null when it was the COMMIT. */
  @Nullable Integer line() {
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

  SqlFailure said() {
    return said;
  }
}
