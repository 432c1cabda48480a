package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the API server: nothing that exists is missed, labeled or not. */
public record LiveView(KubernetesClient client) implements ClusterView {
  @Override
  public boolean live() {
    return true;
  }

  @Override
  public List<Deployment> deployments(String namespace) {
    return client.apps().deployments().inNamespace(namespace).list().getItems();
  }

  @Override
  public List<StatefulSet> statefulSets(String namespace) {
    return client.apps().statefulSets().inNamespace(namespace).list().getItems();
  }

  @Override
  public List<DaemonSet> daemonSets(String namespace) {
    return client.apps().daemonSets().inNamespace(namespace).list().getItems();
  }

  @Override
  public List<CronJob> cronJobs(String namespace) {
    return client.batch().v1().cronjobs().inNamespace(namespace).list().getItems();
  }

  @Override
  public List<Job> jobs(String namespace) {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  @Override
  public List<ReplicaSet> replicaSets(String namespace) {
    return client.apps().replicaSets().inNamespace(namespace).list().getItems();
  }

  @Override
  public List<Pod> pods(String namespace) {
    return client.pods().inNamespace(namespace).list().getItems();
  }

  @Override
  public @Nullable String configMapVersion(String namespace, String name) {
    var map = client.configMaps().inNamespace(namespace).withName(name).get();
    return map == null ? null : map.getMetadata().getResourceVersion();
  }
}
