package io.schemamigration.runner.cli;

/** Wrong use; the message says what is right. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
