package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a namespace. One view reads caches, which may lag; the other asks the API server,
 * before a step that can't be undone.
 */
public interface ClusterView {
  /** Whether this view asks the API server itself. */
  boolean live();

  List<Deployment> deployments(String namespace);

  List<StatefulSet> statefulSets(String namespace);

  List<DaemonSet> daemonSets(String namespace);

  List<CronJob> cronJobs(String namespace);

  /** Jobs, those of steps included. */
  List<Job> jobs(String namespace);

  /** ReplicaSets; empty in the cached view, which doesn't hold them. */
  List<ReplicaSet> replicaSets(String namespace);

  List<Pod> pods(String namespace);

  /** The resourceVersion of a ConfigMap, or null where it doesn't exist or isn't known. */
  @Nullable String configMapVersion(String namespace, String name);
}
