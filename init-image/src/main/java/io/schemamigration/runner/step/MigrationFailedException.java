package io.schemamigration.runner.step;

import io.schemamigration.core.report.Failure;

/** The database refused a statement of a migration. */
final class MigrationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  MigrationFailedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
