package io.schemamigration.e2e.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.OperatorRelease;

/**
 * The pod in which the operator runs now.
 *
 * @param cluster where it runs
 * @param name of the pod
 * @param process in the node
 */
public record OperatorPod(Cluster cluster, String name, NodeProcess process) {
  /** The one that is ready. */
  public static OperatorPod running(Cluster cluster) {
    cluster.operator().scale(1);
    try (var client = cluster.client()) {
      var pod =
          client.pods().inNamespace(OperatorRelease.NAMESPACE).list().getItems().stream()
              .filter(App::ready)
              .findFirst()
              .orElseThrow();
      return new OperatorPod(cluster, name(pod), NodeProcess.of(cluster, pod));
    }
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  /**
   * Ends its process by SIGKILL and its pod without grace: another takes its place, without the
   * kubelet's back-off, once its lease has expired.
   */
  public void kill() {
    process.kill();
    cluster
        .operator()
        .kubectl("delete", "pod", name, "--force", "--grace-period=0", "--wait=false")
        .run();
  }
}
