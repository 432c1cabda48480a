package io.schemamigration.runner.end;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judged and not begun: nothing was changed. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient List<Problem> problems;

  /** Refuses for a reason that is about no file. */
  public RefusedException(Reason reason, String message, @Nullable String hint) {
    this(Failure.of(reason, message, hint));
  }

  /** Refuses for that reason. */
  public RefusedException(Failure failure) {
    this(
        failure,
        List.of(new Problem(failure.file(), failure.line(), failure.message(), failure.hint())));
  }

  private RefusedException(Failure failure, List<Problem> problems) {
    super(failure.message());
    this.failure = failure;
    this.problems = List.copyOf(problems);
  }

  /**
   * Refuses for what is wrong with the files: names the first problem and counts the others.
   *
   * @param problems at least one
   */
  public static RefusedException of(Reason reason, List<Problem> problems) {
    var first = problems.getFirst();
    var more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    return new RefusedException(
        Failure.at(first.file())
            .line(first.line())
            .failure(reason, first.message() + more, first.hint()),
        problems);
  }

  /** All that is in the way; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }
}
