package io.schemamigration.core.sql;

import org.jspecify.annotations.Nullable;

/** Text that can't be taken apart into statements, with the line at which it went wrong. */
public final class UnreadableSqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final @Nullable String hint;

  public UnreadableSqlException(int line, String message, @Nullable String hint) {
    super(message);
    this.line = line;
    this.hint = hint;
  }

  /** The line of the file, from 1. */
  public int line() {
    return line;
  }

  /** What to do about it, where there is something to say. */
  public @Nullable String hint() {
    return hint;
  }
}
