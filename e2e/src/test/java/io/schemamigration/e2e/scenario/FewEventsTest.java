package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.OperatorUse;
import io.schemamigration.e2e.cluster.TestNamespace;
import io.schemamigration.e2e.cluster.UsesOperator;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod wakes the SchemaMigrations that it concerns, not all of its namespace. */
@UsesOperator(OperatorUse.EXCLUSIVE)
@ExtendWith(ClusterExtension.class)
class FewEventsTest {
  private static final int MANY = 40;
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final Cluster cluster;

  FewEventsTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aPodWakesWhomItConcerns() throws InterruptedException {
    cluster.load("localhost/pause:1");
    cluster.operator();
    try (var namespace = cluster.namespace()) {
      var all = IntStream.range(0, MANY).mapToObj(FewEventsTest::resource);
      namespace.apply(all.collect(Collectors.joining("---\n")));
      eventually(() ->
          assertThat(get(namespace, "smig", "{.items[*].status.conditions[0].reason}").split(" "))
              .hasSize(MANY)
              .containsOnly("SourceMissing"));

      double before = quiet();
      pod(namespace, "other", "emptyDir: {}");
      namespace.kubectl("wait", "pod/other", "--for=condition=Ready", "--timeout=2m").run();
      namespace.kubectl("delete", "pod", "other", "--now").run();
      double afterwards = quiet();
      assertThat(afterwards - before).as("a pod that concerns nobody").isLessThanOrEqualTo(2);

      pod(namespace, "mounts", "secret: {secretName: database-7}");
      eventually(() ->
          assertThat(get(namespace, "smig/s7", "{.status.pods[*].name}")).isEqualTo("mounts"));
      assertThat(quiet() - afterwards).as("a pod that concerns one").isBetween(1.0, MANY / 4.0);
    }
  }

  private static String get(TestNamespace namespace, String what, String path) {
    return namespace.kubectl("get", what, "-o", "jsonpath=" + path).run();
  }

  private static void pod(TestNamespace namespace, String name, String volume) {
    namespace.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          containers: [{name: app, image: "localhost/pause:1"}]
          volumes: [{name: v, %s}]
        """
            .formatted(name, volume));
  }

  private static String resource(int number) {
    return """
    apiVersion: schemamigration.io/v1alpha1
    kind: SchemaMigration
    metadata: {name: s%d}
    spec:
      database: {urlFrom: {secretKeyRef: {name: database-%d, key: url}}}
      migrations: {configMaps: [{name: none}]}
    """
        .formatted(number, number);
  }

  /** How many reconciliations there have been, once there are no more. */
  private double quiet() throws InterruptedException {
    double before = -1;
    for (double now = reconciliations(); now != before; now = reconciliations()) {
      before = now;
      Thread.sleep(QUIET);
    }
    return before;
  }

  private double reconciliations() {
    return cluster
        .operator()
        .metrics()
        .lines()
        .filter(line -> line.startsWith("operator_sdk_reconciliations_started_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
