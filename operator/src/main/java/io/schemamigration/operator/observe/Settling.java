package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.schemamigration.api.v1alpha1.Names;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a rollout is complete and available; if not, why, in words for a person. */
final class Settling {
  private static final String UNSEEN = "its latest change has not been processed yet";

  private Settling() {}

  /** What is held rolls nothing out: what it runs from before only has to be available. */
  static @Nullable String deployment(Deployment deployment) {
    var status = deployment.getStatus();
    int wanted = DesiredPods.replicas(deployment.getSpec().getReplicas());
    if (!seen(
        deployment.getMetadata().getGeneration(),
        status == null ? null : status.getObservedGeneration())) {
      return UNSEEN;
    }
    int updated = held(deployment) ? wanted : number(status.getUpdatedReplicas());
    return rollout(
        wanted, updated, number(status.getReplicas()), number(status.getAvailableReplicas()));
  }

  static @Nullable String statefulSet(StatefulSet set) {
    var status = set.getStatus();
    int wanted = DesiredPods.replicas(set.getSpec().getReplicas());
    if (!seen(
        set.getMetadata().getGeneration(),
        status == null ? null : status.getObservedGeneration())) {
      return UNSEEN;
    }
    boolean current = Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
    int updated = current || held(set) ? wanted : number(status.getUpdatedReplicas());
    return rollout(
        wanted, updated, number(status.getReplicas()), number(status.getAvailableReplicas()));
  }

  static @Nullable String daemonSet(DaemonSet set) {
    var status = set.getStatus();
    if (!seen(
        set.getMetadata().getGeneration(),
        status == null ? null : status.getObservedGeneration())) {
      return UNSEEN;
    }
    int wanted = number(status.getDesiredNumberScheduled());
    return rollout(
        wanted,
        held(set) ? wanted : number(status.getUpdatedNumberScheduled()),
        wanted,
        number(status.getNumberAvailable()));
  }

  private static boolean held(HasMetadata workload) {
    return Templates.annotation(workload, Names.ANNOTATION_HELD) != null;
  }

  private static boolean seen(@Nullable Long generation, @Nullable Long observed) {
    return generation == null || (observed != null && observed >= generation);
  }

  private static @Nullable String rollout(int wanted, int updated, int total, int available) {
    if (updated < wanted) {
      return "its rollout isn't complete: " + updated + " of " + wanted + " updated";
    }
    if (total > wanted) {
      int old = total - wanted;
      return "its rollout isn't complete: "
          + (old == 1 ? "1 old pod is left" : old + " old pods are left");
    }
    return available < wanted ? "isn't available: " + available + " of " + wanted + " pods" : null;
  }

  static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
