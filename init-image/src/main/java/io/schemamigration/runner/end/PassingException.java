package io.schemamigration.runner.end;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import org.jspecify.annotations.Nullable;

/** A temporary cause, such as a lock or a lost connection: trying again may help. */
public final class PassingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final boolean connectionLost;

  public PassingException(
      Reason reason, String message, @Nullable String hint, boolean connectionLost) {
    super(message);
    this.failure = Failure.of(reason, message, hint);
    this.connectionLost = connectionLost;
  }

  /** Someone else holds what is needed. */
  public static PassingException locked(String message) {
    return new PassingException(
        Reason.WAITING_FOR_LOCK,
        message,
        "A Job is retried; by hand, run it again once the lock is free. If it keeps happening, find out who holds it.",
        false);
  }

  /**
   * The connection broke: what the database did last is unknown, and read from it on the next one.
   */
  public static PassingException lost(String message) {
    return new PassingException(
        Reason.DATABASE_UNREACHABLE,
        message,
        "Check that the database is up and can be reached from here.",
        true);
  }

  /** The same, with who is in the way. */
  public PassingException heldBy(@Nullable String holder) {
    return holder == null
        ? this
        : new PassingException(
            failure.reason(),
            getMessage() + "; held by " + holder,
            "A Job is retried; by hand, run it again once the lock is free. If that session may be terminated: SELECT pg_terminate_backend(pid).",
            connectionLost);
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }

  /** Whether a new connection is needed. */
  public boolean connectionLost() {
    return connectionLost;
  }
}
