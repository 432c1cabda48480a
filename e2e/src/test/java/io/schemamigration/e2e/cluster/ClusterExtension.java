package io.schemamigration.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Gives tests their {@link Cluster} and {@link PostgresFixture} as parameters: one of each for all
 * test classes, started when first asked for, ended after the last test.
 *
 * <p>With {@code -Dcluster.kubeconfig=FILE} and {@code -Dcluster.container=NAME} the tests use a
 * cluster that runs already ({@code e2e/cluster/up.sh NAME FILE}) and leave it running: seconds
 * instead of a quarter of a minute while a test is being written.
 */
public final class ClusterExtension
    implements ParameterResolver, BeforeAllCallback, AfterAllCallback {
  private static final String OWNER = "io.schemamigration.test-process";

  /** Classes run side by side, so far as the operator allows it. */
  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    var use =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), UsesOperator.class)
            .map(UsesOperator::value)
            .orElse(OperatorUse.SHARED);
    theCluster(context).turns().enter(use);
    context.getStore(Namespace.create(ClusterExtension.class)).put(OperatorUse.class, use);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    var entered = context.getStore(Namespace.create(ClusterExtension.class)).get(OperatorUse.class);
    if (entered != null) {
      theCluster(context).turns().leave();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Cluster.class || type == PostgresFixture.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class
        ? theCluster(context)
        : store(context)
            .computeIfAbsent(
                PostgresFixture.class, key -> PostgresFixture.start(), PostgresFixture.class);
  }

  private static Cluster theCluster(ExtensionContext context) {
    return store(context).computeIfAbsent(Cluster.class, key -> cluster(), Cluster.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(Namespace.create(ClusterExtension.class));
  }

  private static Cluster cluster() {
    Command.of(Repository.path("e2e/cluster/docker.sh")).run();
    var running = System.getProperty("cluster.kubeconfig", "");
    if (!running.isEmpty()) {
      var container = System.getProperty("cluster.container");
      return new Cluster(container, Path.of(running), () -> {});
    }
    removeAbandoned();
    return start(image());
  }

  private static String image() {
    return Command.of(Repository.path("e2e/cluster/choose-image.sh"))
        .with("CLUSTER_IMAGE", System.getProperty("cluster.image", "auto"))
        .within(Command.BUILD)
        .run()
        .strip();
  }

  private static Cluster start(String image) {
    var container =
        new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"))
            .withLabels(Map.of(OWNER, Long.toString(ProcessHandle.current().pid())));
    container.start();
    try {
      var kubeconfig = Files.createTempFile("cluster", ".kubeconfig");
      Files.writeString(kubeconfig, container.getKubeConfigYaml());
      kubeconfig.toFile().deleteOnExit();
      return new Cluster(container.getContainerId(), kubeconfig, container::stop);
    } catch (IOException e) {
      container.stop();
      throw new AssertionError("the kubeconfig can't be written: " + e.getMessage(), e);
    }
  }

  /** A test run that was killed leaves its cluster running; Testcontainers' own reaper is off. */
  private static void removeAbandoned() {
    var format = "{{.ID}} {{.Label \"" + OWNER + "\"}}";
    Command.of("docker", "ps", "-a", "--filter", "label=" + OWNER, "--format", format)
        .run()
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> ProcessHandle.of(Long.parseLong(words[1])).isEmpty())
        .forEach(words -> Command.of("docker", "rm", "-fv", words[0]).run());
  }
}
