package io.schemamigration.runner.end;

import io.schemamigration.core.report.Failure;

/** The database refused a statement of a migration. */
public final class MigrationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public MigrationFailedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
