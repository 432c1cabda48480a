package io.schemamigration.runner.step;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.SqlFailure;

/** A statement of a migration that the database refused. */
final class StatementFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Statement statement;
  private final int number;
  private final SqlFailure said;

  StatementFailure(Statement statement, int number, SqlFailure said) {
    super(said.getMessage(), said);
    this.statement = statement;
    this.number = number;
    this.said = said;
  }

  Statement statement() {
    return statement;
  }

  /** Which of the migration's statements, from 1. */
  int number() {
    return number;
  }

  SqlFailure said() {
    return said;
  }
}
