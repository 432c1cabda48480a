package io.schemamigration.runner.db;

/**
 * The database refused SQL of the runner's own, such as making its tables: rights, disk, read-only.
 */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqlFailure failure;

  DatabaseException(SqlFailure failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  /** What it said. */
  public SqlFailure failure() {
    return failure;
  }
}
