package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/**
 * What surrounds one SchemaMigration in its namespace, read once. One view is of the caches, which
 * may lag, and has at least what concerns the SchemaMigration; the other is of the API server
 * itself, before a step that can't be undone, and has all that exists.
 *
 * @param live whether the API server itself was asked
 * @param jobs those of steps included; empty in the cached view, which knows no others
 * @param replicaSets empty in the cached view, which doesn't hold them
 */
record ClusterView(
    boolean live,
    List<Deployment> deployments,
    List<StatefulSet> statefulSets,
    List<DaemonSet> daemonSets,
    List<CronJob> cronJobs,
    List<Job> jobs,
    List<ReplicaSet> replicaSets,
    List<Pod> pods) {}
