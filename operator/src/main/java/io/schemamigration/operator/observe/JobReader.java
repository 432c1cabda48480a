package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how the Job of a step fares. Its pod's report counts as soon as the runner has ended. */
final class JobReader {
  private final PodTrouble trouble;

  JobReader(PodTrouble trouble) {
    this.trouble = trouble;
  }

  /**
   * Reads a step's Job.
   *
   * @param job of the step's name, or null
   * @param uid of the SchemaMigration: a Job is adopted only with that owner and the step's id
   * @param pods finds the pods with an owner of that uid
   */
  JobState read(@Nullable Job job, Step step, String uid, Function<String, List<Pod>> pods) {
    if (job == null) {
      return new JobState.Absent();
    }
    if (!adoptable(job, step, uid)) {
      return new JobState.Foreign(
          "Job "
              + step.attempt().job()
              + " does not belong to step "
              + step.attempt().token().number()
              + ": delete it, something else created it");
    }
    var own = pods.apply(job.getMetadata().getUid());
    for (var pod : own) {
      var end = terminated(pod);
      if (end.isPresent()) {
        var state = ended(pod, end.get());
        return Deadline.isReached(job, end.get()) ? Deadline.named(state, job, step) : state;
      }
    }
    if (!finished(job)) {
      return new JobState.Active(trouble.of(job, own));
    }
    var state = new JobState.Silent(silence(job, own));
    return Deadline.isReached(job, null) ? Deadline.named(state, job, step) : state;
  }

  static boolean adoptable(Job job, Step step, String uid) {
    return step.attempt().token().id().equals(Templates.annotation(job, Names.ANNOTATION_STEP_ID))
        && ownedBy(job, uid);
  }

  private static boolean ownedBy(Job job, String uid) {
    return job.getMetadata().getOwnerReferences().stream().anyMatch(o -> uid.equals(o.getUid()));
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return statuses(pod).stream()
        .filter(s -> Names.RUNNER_CONTAINER.equals(s.getName()))
        .map(s -> s.getState() == null ? null : s.getState().getTerminated())
        .filter(t -> t != null)
        .findFirst();
  }

  static List<ContainerStatus> statuses(Pod pod) {
    var status = pod.getStatus();
    return status == null || status.getContainerStatuses() == null
        ? List.of()
        : status.getContainerStatuses();
  }

  static List<ContainerStatus> sidecars(Pod pod) {
    var status = pod.getStatus();
    return status == null || status.getInitContainerStatuses() == null
        ? List.of()
        : status.getInitContainerStatuses();
  }

  private static JobState ended(Pod pod, ContainerStateTerminated end) {
    var report = ReportParser.parse(end.getMessage());
    return report.isPresent()
        ? new JobState.Reported(report.get())
        : new JobState.Silent(
            "the runner in pod "
                + pod.getMetadata().getName()
                + " ended without a report (exit code "
                + end.getExitCode()
                + (end.getReason() == null ? "" : ", " + end.getReason())
                + ")");
  }

  static boolean finished(Job job) {
    return condition(job, "Complete") || condition(job, "Failed");
  }

  private static boolean condition(Job job, String type) {
    var status = job.getStatus();
    return status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(c -> type.equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static String silence(Job job, List<Pod> pods) {
    var conditions = job.getStatus().getConditions();
    var why =
        conditions.stream()
            .filter(c -> "Failed".equals(c.getType()))
            .map(c -> c.getReason() + ": " + c.getMessage())
            .findFirst()
            .orElse("its pod is gone");
    return "Job "
        + job.getMetadata().getName()
        + " ended without a report ("
        + why
        + pods.stream().map(JobReader::refused).collect(Collectors.joining())
        + ")";
  }

  /** What a node said that wouldn't run it, such as SysctlForbidden; else nothing. */
  private static String refused(Pod pod) {
    var status = pod.getStatus();
    return status == null || status.getReason() == null
        ? ""
        : "; pod "
            + pod.getMetadata().getName()
            + ": "
            + status.getReason()
            + (status.getMessage() == null ? "" : ": " + status.getMessage());
  }
}
