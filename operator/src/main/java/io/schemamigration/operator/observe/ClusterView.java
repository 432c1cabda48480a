package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What surrounds one SchemaMigration in its namespace, read once. One view is of the caches, which
 * may lag, and has at least what concerns the SchemaMigration; the other is of the API server
 * itself, before a step that can't be undone, and has all that exists.
 *
 * @param jobs those of steps included; in the cached view those that the gate holds
 * @param replicaSets empty in the cached view, which doesn't hold them
 */
record ClusterView(
    List<Deployment> deployments,
    List<StatefulSet> statefulSets,
    List<DaemonSet> daemonSets,
    List<CronJob> cronJobs,
    List<Job> jobs,
    List<ReplicaSet> replicaSets,
    List<Pod> pods) {

  /**
   * The same with what is known of these pods by now. A pod that only the older view has stays: it
   * may be gone, or have lost its label.
   */
  ClusterView and(List<Pod> newer) {
    var all = new LinkedHashMap<String, Pod>();
    pods.forEach(pod -> all.put(pod.getMetadata().getUid(), pod));
    newer.forEach(pod -> all.put(pod.getMetadata().getUid(), pod));
    return new ClusterView(
        deployments,
        statefulSets,
        daemonSets,
        cronJobs,
        jobs,
        replicaSets,
        List.copyOf(all.values()));
  }
}
