package io.schemamigration.e2e.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.schemamigration.e2e.cluster.Cluster;

/**
 * The process of a pod's only container, seen from the node, with what happens to processes there.
 *
 * @param cluster the node's
 * @param pid in the node
 */
public record NodeProcess(Cluster cluster, String pid) {
  /** The process of a pod that has started. */
  public static NodeProcess of(Cluster cluster, Pod pod) {
    var id =
        pod.getStatus()
            .getContainerStatuses()
            .getFirst()
            .getContainerID()
            .replace("containerd://", "");
    return cluster
        .node("ctr", "-n", "k8s.io", "tasks", "ls")
        .run()
        .lines()
        .filter(line -> line.startsWith(id))
        .map(line -> new NodeProcess(cluster, line.split("\\s+", -1)[1]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of " + pod.getMetadata().getName()));
  }

  /**
   * Stops it where it is, as a machine that hangs does, out of reach of all that would end it: its
   * containerd shim is stopped too, and the kubelet, which kills what it finds in the control
   * groups of pods that are gone, doesn't find it there.
   */
  public void hang() {
    signal("STOP", pid);
    signal("STOP", shim());
    var groups = "$(find /sys/fs/cgroup -maxdepth 2 -name cgroup.procs)";
    var leave = "for group in " + groups + "; do echo " + pid + " >$group; done 2>/dev/null; true";
    cluster.node("sh", "-c", leave).run();
  }

  /** Lets it go on, while nothing can end it yet. */
  public void wake() {
    signal("CONT", pid);
  }

  /** Whether it still has something to do. */
  public boolean runs() {
    return !status().contains("State:\tZ") && status().contains("State:");
  }

  /** Lets its shim tell its end. */
  public void bury() {
    signal("CONT", shim());
  }

  /** Stops it alone: whoever wants to can kill it. */
  public void stop() {
    signal("STOP", pid);
  }

  /** Ends it at once. */
  public void kill() {
    signal("KILL", pid);
  }

  private String shim() {
    return status()
        .lines()
        .filter(line -> line.startsWith("PPid:"))
        .map(line -> line.substring(5).strip())
        .findFirst()
        .orElseThrow();
  }

  private String status() {
    return cluster.node("cat", "/proc/" + pid + "/status").tryToRun().output();
  }

  private void signal(String name, String process) {
    cluster.node("sh", "-c", "kill -" + name + " " + process).run();
  }
}
