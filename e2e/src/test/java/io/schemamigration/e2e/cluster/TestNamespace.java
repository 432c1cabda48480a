package io.schemamigration.e2e.cluster;

import java.util.concurrent.atomic.AtomicInteger;

/** A namespace of one test. */
public final class TestNamespace implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private final Cluster cluster;
  private final String name;

  private TestNamespace(Cluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  static TestNamespace create(Cluster cluster) {
    // the process number keeps apart what several runs do on one cluster
    var name = "test-" + ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement();
    cluster.kubectl("create", "namespace", name).run();
    return new TestNamespace(cluster, name);
  }

  /** Its name, which is unique. */
  public String name() {
    return name;
  }

  /** {@code kubectl --namespace NAME ARGUMENTS}. */
  public Command kubectl(Object... arguments) {
    var words = new Object[arguments.length + 2];
    words[0] = "--namespace";
    words[1] = name;
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return cluster.kubectl(words);
  }

  /** {@code kubectl apply} of a manifest. */
  public String apply(String manifest) {
    return kubectl("apply", "-f", "-").reading(manifest).run();
  }

  /** Deletes it without waiting for its pods to end. */
  @Override
  public void close() {
    cluster.kubectl("delete", "namespace", name, "--ignore-not-found", "--wait=false").run();
  }
}
