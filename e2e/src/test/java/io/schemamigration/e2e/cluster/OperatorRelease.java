package io.schemamigration.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * The operator in the cluster, installed from its chart by Helm with the images of this checkout.
 */
public final class OperatorRelease {
  /** The namespace it lives in. */
  public static final String NAMESPACE = "schema-migration";

  /** The name of its release, Deployment and Service. */
  public static final String NAME = "schema-migration-operator";

  private final Cluster cluster;

  private OperatorRelease(Cluster cluster) {
    this.cluster = cluster;
  }

  static OperatorRelease install(Cluster cluster) {
    cluster.load(Repository.runnerImage());
    cluster.load(Repository.operatorImage());
    var release = new OperatorRelease(cluster);
    release.upgrade();
    release.scale(1); // on a cluster that is kept, a run before may have left it stopped
    return release;
  }

  /** {@code helm upgrade --install} with {@code --set} for each setting, until it is ready. */
  public void upgrade(String... settings) {
    var words =
        new ArrayList<Object>(
            List.of("upgrade", "--install", NAME, Repository.path("helm/" + NAME)));
    words.addAll(List.of("--namespace", NAMESPACE, "--create-namespace"));
    words.addAll(List.of("--wait", "--timeout", "2m"));
    for (var setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    cluster.helm(words.toArray()).run();
  }

  /** {@code kubectl} in the operator's namespace. */
  public Command kubectl(Object... arguments) {
    var words = new ArrayList<Object>(List.of("--namespace", NAMESPACE));
    words.addAll(List.of(arguments));
    return cluster.kubectl(words.toArray());
  }

  /** Sets the number of pods and waits until there are as many, ready. */
  public void scale(int replicas) {
    kubectl("scale", "deployment", NAME, "--replicas=" + replicas).run();
    kubectl("rollout", "status", "deployment", NAME, "--timeout=2m").run();
    if (replicas == 0) {
      kubectl("wait", "pods", "--all", "--for=delete", "--timeout=2m").run();
    }
  }

  /** Kills the operator's process (SIGKILL) in its container; the kubelet starts it again. */
  public void kill() {
    var ids = "jsonpath={.items[*].status.containerStatuses[0].containerID}";
    for (var id : kubectl("get", "pods", "-o", ids).run().split(" ", -1)) {
      var task = id.replace("containerd://", "");
      cluster.node("ctr", "-n", "k8s.io", "tasks", "kill", "-s", "SIGKILL", task).run();
    }
  }

  /** What it says at {@code /metrics}. */
  public String metrics() {
    var path = "/api/v1/namespaces/" + NAMESPACE + "/services/" + NAME + ":http/proxy/metrics";
    return cluster.kubectl("get", "--raw", path).run();
  }
}
