package io.schemamigration.runner.db;

/** What the database said against a statement of a migration, or against its COMMIT. */
public final class TransactionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int statement;
  private final SqlFailure said;

  TransactionException(int statement, SqlFailure said) {
    super(said.getMessage(), said);
    this.statement = statement;
    this.said = said;
  }

  /** Which of the migration's statements, from 1; 0 when it was the COMMIT. */
  public int statement() {
    return statement;
  }

  /** What it said; the position is one in that statement. */
  public SqlFailure said() {
    return said;
  }
}
