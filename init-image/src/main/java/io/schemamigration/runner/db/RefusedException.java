package io.schemamigration.runner.db;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import org.jspecify.annotations.Nullable;

/** Judged and not begun: nothing was changed. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** Refuses for a reason that is about no file. */
  public RefusedException(Reason reason, String message, @Nullable String hint) {
    this(Failure.of(reason, message, hint));
  }

  /** Refuses for that reason. */
  public RefusedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }
}
