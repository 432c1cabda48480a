package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Report;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Step;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time that a Job may take. Its runner only sees a signal, and can't know why. */
final class Deadline {
  private static final String REASON = "DeadlineExceeded";

  private Deadline() {}

  /**
   * Whether a Job was ended since its time was over. The runner's end may be seen before the Job's
   * condition.
   *
   * @param end of the runner; null where it isn't known
   */
  static boolean isReached(Job job, @Nullable ContainerStateTerminated end) {
    var status = job.getStatus();
    if (status == null) {
      return false;
    }
    boolean said =
        status.getConditions() != null
            && status.getConditions().stream().anyMatch(c -> REASON.equals(c.getReason()));
    var seconds = job.getSpec() == null ? null : job.getSpec().getActiveDeadlineSeconds();
    if (said || seconds == null || end == null) {
      return said;
    }
    var began = status.getStartTime();
    var ended = end.getFinishedAt();
    return began != null
        && ended != null
        && !Instant.parse(ended).isBefore(Instant.parse(began).plusSeconds(seconds));
  }

  /** The same end, with what to change. What was done in time stays as it is. */
  static JobState named(JobState state, Job job, Step step) {
    var seconds = job.getSpec() == null ? null : job.getSpec().getActiveDeadlineSeconds();
    boolean own = step instanceof Step.Expand || step instanceof Step.Contract;
    var time =
        (own ? "spec.job.deadline" : "the deadline of its Job")
            + (seconds == null ? "" : " (" + seconds + " s)");
    return switch (state) {
      case JobState.Silent(var message) ->
          new JobState.Silent(message + "; " + time + " was reached" + (own ? advice() : ""));
      case JobState.Reported(var report) -> new JobState.Reported(named(report, time, own));
      case JobState.None _, JobState.Absent _, JobState.Active _, JobState.Foreign _ -> state;
    };
  }

  private static Report named(Report report, String time, boolean own) {
    var failure = report.failure();
    if (failure == null || report.outcome() != Outcome.RETRY) {
      return report;
    }
    var named =
        failure
            .place()
            .failure(
                failure.reason(),
                failure.message() + ": " + time + " was reached",
                own
                    ? "Give it more time there, or make smaller migrations of it."
                    : failure.hint());
    return report.with(named);
  }

  private static String advice() {
    return ": give it more time there, or make smaller migrations of it";
  }
}
