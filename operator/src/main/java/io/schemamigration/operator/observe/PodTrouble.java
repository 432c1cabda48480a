package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.core.report.Reason;
import io.schemamigration.operator.observation.JobState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a Job's pod doesn't start. What the kubelet can't mount it reports in Events only,
 * so that these are read, but not before the pod had time to start.
 */
final class PodTrouble {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** An autoscaler adds a node within minutes; a volume may be bound late, too. */
  private static final Duration NODE_PATIENCE = Duration.ofMinutes(10);

  private static final Set<String> STUCK =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          // a sidecar: the runner itself is never started again
          "CrashLoopBackOff");

  private final KubernetesClient client;
  private final Clock clock;

  PodTrouble(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** What keeps the Job from running, or null when nothing is known to. */
  JobState.@Nullable Trouble of(Job job, List<Pod> pods) {
    if (pods.isEmpty()) {
      return young(job.getMetadata().getCreationTimestamp())
          ? null
          : lastEvent(job.getMetadata().getNamespace(), job.getMetadata().getUid(), "FailedCreate");
    }
    for (var pod : pods) {
      var found = of(pod);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private JobState.@Nullable Trouble of(Pod pod) {
    var name = pod.getMetadata().getName();
    var all = Stream.concat(JobReader.sidecars(pod).stream(), JobReader.statuses(pod).stream());
    for (var status : all.toList()) {
      var waiting = status.getState() == null ? null : status.getState().getWaiting();
      if (waiting != null && STUCK.contains(waiting.getReason())) {
        return new JobState.Trouble(
            Reason.RUNNER_FAILED,
            "container "
                + status.getName()
                + " of pod "
                + name
                + " can't start: "
                + waiting.getReason()
                + ": "
                + waiting.getMessage());
      }
    }
    if (JobReader.statuses(pod).stream()
        .anyMatch(s -> s.getState() != null && s.getState().getRunning() != null)) {
      return null;
    }
    var created = pod.getMetadata().getCreationTimestamp();
    if (young(created)) {
      return null;
    }
    if (pod.getSpec().getNodeName() == null) {
      var found =
          lastEvent(
              pod.getMetadata().getNamespace(), pod.getMetadata().getUid(), "FailedScheduling");
      return found == null || !youngerThan(NODE_PATIENCE, created) ? found : patient(found);
    }
    return lastEvent(pod.getMetadata().getNamespace(), pod.getMetadata().getUid(), "FailedMount");
  }

  private boolean young(@Nullable String created) {
    return youngerThan(PATIENCE, created);
  }

  private boolean youngerThan(Duration age, @Nullable String created) {
    return created == null || Instant.parse(created).plus(age).isAfter(clock.instant());
  }

  /** What no node has now, one may have soon; what doesn't exist, a person has to create. */
  private static JobState.Trouble patient(JobState.Trouble trouble) {
    return trouble.message().contains("not found")
        ? trouble
        : new JobState.Trouble(Reason.APPLYING, "it waits for a node: " + trouble.message());
  }

  private JobState.@Nullable Trouble lastEvent(String namespace, String uid, String reason) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.uid", uid)
        .list()
        .getItems()
        .stream()
        .filter(e -> reason.equals(e.getReason()))
        .reduce((a, b) -> b)
        .map(PodTrouble::trouble)
        .orElse(null);
  }

  /**
   * Kubernetes says in the event's text what is missing; nothing else distinguishes a Secret from a
   * ConfigMap.
   */
  static JobState.Trouble trouble(Event event) {
    var message = String.valueOf(event.getMessage());
    var reason =
        message.contains("secret")
            ? Reason.CREDENTIALS_INVALID
            : message.contains("configmap") ? Reason.SOURCE_MISSING : Reason.RUNNER_FAILED;
    return new JobState.Trouble(
        reason,
        event.getInvolvedObject().getKind()
            + " "
            + event.getInvolvedObject().getName()
            + ": "
            + message);
  }
}
