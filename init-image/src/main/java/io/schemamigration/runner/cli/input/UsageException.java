package io.schemamigration.runner.cli.input;

/** Wrong use; the message says what is right. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
