package io.schemamigration.operator.observation;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import org.jspecify.annotations.Nullable;

/** The Job of the step that is in the status. */
public sealed interface JobState {
  /** No step is under way. */
  record None() implements JobState {}

  /** The step is in the status, but its Job doesn't exist: not made yet, or deleted. */
  record Absent() implements JobState {}

  /**
   * It runs, or tries to.
   *
   * @param trouble what keeps its pod from starting, or null
   */
  record Active(@Nullable Trouble trouble) implements JobState {}

  /** The runner has ended and said how. */
  record Reported(Report report) implements JobState {}

  /**
   * The Job is over and nobody said how: pod deleted, out of memory, node gone.
   *
   * @param message what is known
   */
  record Silent(String message) implements JobState {}

  /**
   * A Job of that name exists, but isn't this step's.
   *
   * @param message whose it is
   */
  record Foreign(String message) implements JobState {}

  /**
   * Why a pod doesn't start, in words for a person.
   *
   * @param reason {@link Reason#APPLYING} while waiting may be enough
   */
  record Trouble(Reason reason, String message) {}
}
