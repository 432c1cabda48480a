package io.schemamigration.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes for the tests: one of their own in a container, or one that runs already (see
 * {@link ClusterExtension}).
 */
public final class Cluster implements AutoCloseable {
  private final String container;
  private final Path kubeconfig;
  private final Runnable end;
  private final Set<String> loaded = new HashSet<>();
  private final OperatorTurns turns = new OperatorTurns(on -> operator().scale(on ? 1 : 0));
  private @Nullable OperatorRelease operator;

  Cluster(String container, Path kubeconfig, Runnable end) {
    this.container = container;
    this.kubeconfig = kubeconfig;
    this.end = end;
  }

  /** A client of the test's own, with all rights; whoever gets it closes it. */
  public KubernetesClient client() {
    try {
      var config = Config.fromKubeconfig(Files.readString(kubeconfig));
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file for kubectl, helm and clients. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** {@code kubectl ARGUMENTS}, with all rights. */
  public Command kubectl(Object... arguments) {
    return command("kubectl", arguments);
  }

  /** {@code helm ARGUMENTS}, with all rights. */
  public Command helm(Object... arguments) {
    return command("helm", arguments);
  }

  /** A command inside the node, as root: processes of pods can be seen and signalled there. */
  public Command node(Object... arguments) {
    var words = new ArrayList<Object>(List.of("exec", "-i", container));
    words.addAll(List.of(arguments));
    return Command.of("docker", words.toArray());
  }

  /** Copies an image from Docker into the node, once. */
  public synchronized void load(String image) {
    if (loaded.add(image)) {
      Command.of(Repository.path("e2e/cluster/load.sh"), container, image).run();
    }
  }

  /** The operator, installed by its chart when first asked for. */
  public synchronized OperatorRelease operator() {
    if (operator == null) {
      operator = OperatorRelease.install(this);
    }
    return operator;
  }

  /** Who may use the operator. */
  OperatorTurns turns() {
    return turns;
  }

  /** A new namespace of the test's own; its end deletes it. */
  public TestNamespace namespace() {
    return TestNamespace.create(this);
  }

  @Override
  public void close() {
    end.run();
  }

  private Command command(String tool, Object... arguments) {
    return Command.tool(tool, arguments).with("KUBECONFIG", kubeconfig.toString());
  }
}
