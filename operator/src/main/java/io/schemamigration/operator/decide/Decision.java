package io.schemamigration.operator.decide;

import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What to do next. Whatever it is, its status is written first. */
public sealed interface Decision {
  /** What the status is to remember; its conditions follow from the verdict. */
  RecordedStatus status();

  /** How things stand, in words for a person. */
  Verdict verdict();

  /**
   * Start a step: its Job is made after the status that says so.
   *
   * @param step the one that now is in the status
   */
  record Begin(RecordedStatus status, Verdict verdict, Step step) implements Decision {}

  /**
   * Make the Job of a step that is in the status already: the operator ended in between, or the Job
   * was deleted.
   */
  record Launch(RecordedStatus status, Verdict verdict, Step step) implements Decision {}

  /**
   * Look at pods and workloads again, more exactly, and decide again: what follows can't be undone.
   *
   * @param look where to look for them
   */
  record LookAgain(RecordedStatus status, Verdict verdict, Look look) implements Decision {}

  /**
   * Nothing to start now.
   *
   * @param recheck when to look again though nothing was seen to change, or null
   */
  record Rest(RecordedStatus status, Verdict verdict, @Nullable Duration recheck)
      implements Decision {}
}
