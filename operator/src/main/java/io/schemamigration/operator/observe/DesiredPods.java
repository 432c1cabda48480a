package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.jspecify.annotations.Nullable;

/** How many pods of its present template a workload is to have; at least 1 when nobody knows. */
final class DesiredPods {
  private DesiredPods() {}

  /** A paused one makes no pods of a new template; what its ReplicaSets want is looked up there. */
  static int pods(Deployment deployment) {
    boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
    return paused ? 0 : replicas(deployment.getSpec().getReplicas());
  }

  static int pods(StatefulSet set) {
    return replicas(set.getSpec().getReplicas());
  }

  static int pods(ReplicaSet set) {
    return replicas(set.getSpec().getReplicas());
  }

  /** It wants one for each node that fits, which its controller alone knows. */
  static int pods(DaemonSet set) {
    var status = set.getStatus();
    boolean known =
        status != null
            && status.getObservedGeneration() != null
            && status.getObservedGeneration() >= set.getMetadata().getGeneration();
    return known ? Settling.number(status.getDesiredNumberScheduled()) : 1;
  }

  /** Its next Job may come at any time. */
  static int pods(CronJob cron) {
    return Boolean.TRUE.equals(cron.getSpec().getSuspend()) ? 0 : 1;
  }

  /** One that isn't finished. */
  static int pods(Job job) {
    return Boolean.TRUE.equals(job.getSpec().getSuspend()) ? 0 : 1;
  }

  /** Kubernetes' default is 1. */
  static int replicas(@Nullable Integer replicas) {
    return replicas == null ? 1 : replicas;
  }
}
