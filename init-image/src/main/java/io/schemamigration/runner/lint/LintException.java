package io.schemamigration.runner.lint;

/** Nothing could be judged: settings, a baseline or files that can't be read; says what to do. */
public final class LintException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, where, and what to do. */
  public LintException(String message) {
    super(message);
  }
}
