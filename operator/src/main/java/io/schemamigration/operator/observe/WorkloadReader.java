package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds everything that could start pods behind one gate. */
final class WorkloadReader {
  private final ClusterView view;
  private final String name;

  WorkloadReader(ClusterView view, String name) {
    this.view = view;
    this.name = name;
  }

  List<Workload> read() {
    var found = new ArrayList<Workload>();
    var replicaSets = view.replicaSets();
    for (var deployment : view.deployments()) {
      if (Templates.gatedBy(deployment.getSpec().getTemplate(), name)) {
        found.add(
            workload(
                deployment,
                deployment.getSpec().getTemplate(),
                Settling.deployment(deployment),
                standby(deployment, replicaSets),
                DesiredPods.pods(deployment)));
      }
    }
    for (var set : view.statefulSets()) {
      if (Templates.gatedBy(set.getSpec().getTemplate(), name)) {
        found.add(
            workload(
                set,
                set.getSpec().getTemplate(),
                Settling.statefulSet(set),
                List.of(),
                DesiredPods.pods(set)));
      }
    }
    for (var set : view.daemonSets()) {
      if (Templates.gatedBy(set.getSpec().getTemplate(), name)) {
        found.add(
            workload(
                set,
                set.getSpec().getTemplate(),
                Settling.daemonSet(set),
                List.of(),
                DesiredPods.pods(set)));
      }
    }
    readJobs(found);
    readLooseReplicaSets(replicaSets, found);
    return found;
  }

  private void readJobs(List<Workload> found) {
    for (var cron : view.cronJobs()) {
      var template = Templates.of(cron);
      if (Templates.gatedBy(template, name)) {
        found.add(workload(cron, template, null, List.of(), DesiredPods.pods(cron)));
      }
    }
    for (var job : view.jobs()) {
      var template = job.getSpec().getTemplate();
      boolean step = Templates.labels(job.getMetadata()).containsKey(Names.LABEL_STEP);
      if (!step && Templates.gatedBy(template, name) && !JobReader.finished(job)) {
        found.add(workload(job, template, null, List.of(), DesiredPods.pods(job)));
      }
    }
  }

  private void readLooseReplicaSets(List<ReplicaSet> replicaSets, List<Workload> found) {
    for (var set : replicaSets) {
      boolean owned = !set.getMetadata().getOwnerReferences().isEmpty();
      if (!owned && Templates.gatedBy(set.getSpec().getTemplate(), name)) {
        found.add(
            workload(set, set.getSpec().getTemplate(), null, List.of(), DesiredPods.pods(set)));
      }
    }
  }

  /**
   * Versions of a Deployment's ReplicaSets that still want pods, whatever the template says now.
   */
  private static List<Version> standby(Deployment deployment, List<ReplicaSet> replicaSets) {
    var uid = deployment.getMetadata().getUid();
    return replicaSets.stream()
        .filter(set ->
            set.getMetadata().getOwnerReferences().stream().anyMatch(o -> o.getUid().equals(uid)))
        .filter(set -> Settling.number(set.getSpec().getReplicas()) > 0)
        .map(set -> Templates.version(set.getSpec().getTemplate().getMetadata()))
        .toList();
  }

  private static Workload workload(
      HasMetadata object,
      PodTemplateSpec template,
      @Nullable String unsettled,
      List<Version> standby,
      int wanted) {
    return new Workload(
        object.getKind(),
        object.getMetadata().getName(),
        Templates.version(template.getMetadata()),
        unsettled,
        standby,
        Templates.annotation(object, Names.ANNOTATION_MAXIMUM),
        Templates.annotation(object, Names.ANNOTATION_MINIMUM),
        Templates.annotation(object, Names.ANNOTATION_HELD),
        object instanceof Deployment d && Boolean.TRUE.equals(d.getSpec().getPaused()),
        wanted);
  }
}
