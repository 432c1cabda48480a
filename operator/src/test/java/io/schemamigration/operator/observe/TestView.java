package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/** A view of manifests written in the test. */
final class TestView implements ClusterView {
  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final List<HasMetadata> objects = new ArrayList<>();

  TestView(String... manifests) {
    for (var manifest : manifests) {
      objects.add(serialization.unmarshal(manifest));
    }
  }

  private <T> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public boolean live() {
    return true;
  }

  @Override
  public List<Deployment> deployments(String namespace) {
    return all(Deployment.class);
  }

  @Override
  public List<StatefulSet> statefulSets(String namespace) {
    return all(StatefulSet.class);
  }

  @Override
  public List<DaemonSet> daemonSets(String namespace) {
    return all(DaemonSet.class);
  }

  @Override
  public List<CronJob> cronJobs(String namespace) {
    return all(CronJob.class);
  }

  @Override
  public List<Job> jobs(String namespace) {
    return all(Job.class);
  }

  @Override
  public List<ReplicaSet> replicaSets(String namespace) {
    return all(ReplicaSet.class);
  }

  @Override
  public List<Pod> pods(String namespace) {
    return all(Pod.class);
  }

  @Override
  public String configMapVersion(String namespace, String name) {
    return null;
  }
}
