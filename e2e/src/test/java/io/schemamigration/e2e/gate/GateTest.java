package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.OperatorUse;
import io.schemamigration.e2e.cluster.TestNamespace;
import io.schemamigration.e2e.cluster.UsesOperator;
import java.time.Duration;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The policies alone, while no operator runs: the test plays its part. Each test has a namespace
 * with a SchemaMigration {@code app}.
 *
 * <p>A SchemaMigration's status reaches the policies by the API server's watch cache, so what
 * depends on it is awaited.
 */
@UsesOperator(OperatorUse.STOPPED)
@ExtendWith(ClusterExtension.class)
abstract class GateTest {
  static final String MAXIMUM = "schemamigration.io/maximum-version";
  static final String MINIMUM = "schemamigration.io/minimum-version";
  static final String HELD = "schemamigration.io/held";
  static final String LABEL = "schemamigration.io/name";
  static final String VERSION = "schemamigration.io/version";
  static final String STEP = "schemamigration.io/step";
  static final String REASON = "schemamigration.io/leave-reason";

  private static final String OPERATOR =
      "--as=system:serviceaccount:schema-migration:schema-migration-operator";
  private static final Duration CACHE = Duration.ofSeconds(20);

  private final TestNamespace namespace;

  GateTest(Cluster cluster) {
    namespace = cluster.namespace();
  }

  @BeforeEach
  void migration() {
    apply(Manifests.migration("app", "{urlFrom: {secretKeyRef: {name: db, key: url}}}"));
  }

  @AfterEach
  void end() {
    namespace.close();
  }

  final String namespace() {
    return namespace.name();
  }

  final Command kubectl(Object... arguments) {
    return namespace.kubectl(arguments);
  }

  /** {@code kubectl} in the operator's name. */
  final Command operator(Object... arguments) {
    var words = new Object[arguments.length + 1];
    words[0] = OPERATOR;
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return namespace.kubectl(words);
  }

  final void apply(String manifest) {
    namespace.apply(manifest);
  }

  final Command applying(String manifest) {
    return kubectl("apply", "-f", "-").reading(manifest);
  }

  final Command creating(String manifest) {
    return kubectl("create", "-f", "-").reading(manifest);
  }

  final Command patching(String object, String patch) {
    var words = object.split("/", -1);
    return kubectl("patch", words[0], words[1], "--type=merge", "-p", patch);
  }

  /** A change of the pod template's label or annotation; the value is JSON. */
  final Command patchingTemplate(String object, String map, String key, String value) {
    return patching(
        object,
        "{\"spec\":{\"template\":{\"metadata\":{\"%s\":{\"%s\":%s}}}}}".formatted(map, key, value));
  }

  /** What would be stored, by a dry run. */
  final JsonNode stored(String manifest) {
    var answer =
        kubectl("create", "--dry-run=server", "-o", "json", "-f", "-").reading(manifest).run();
    return Serialization.unmarshal(answer, JsonNode.class);
  }

  /** What a change would store, by a dry run. */
  final JsonNode dryRun(String object, String patch) {
    var words = object.split("/", -1);
    var answer =
        kubectl(
                "patch",
                words[0],
                words[1],
                "--dry-run=server",
                "--type=merge",
                "-p",
                patch,
                "-o",
                "json")
            .run();
    return Serialization.unmarshal(answer, JsonNode.class);
  }

  final String get(String object, String jsonPath) {
    return kubectl("get", object, "-o", "jsonpath=" + jsonPath).run();
  }

  final String annotation(String object, String key) {
    return get(object, "{.metadata.annotations." + key.replace(".", "\\.") + "}");
  }

  final String label(String object, String key) {
    return get(object, "{.metadata.labels." + key.replace(".", "\\.") + "}");
  }

  final boolean paused(String deployment) {
    return get("deployment/" + deployment, "{.spec.paused}").equals("true");
  }

  /** The operator tells a workload its window. */
  final void tell(String object, String maximum, String minimum) {
    operator("annotate", "--overwrite", object, MAXIMUM + "=" + maximum, MINIMUM + "=" + minimum)
        .run();
  }

  /** The operator writes the status of {@code app}; as JSON. */
  final void status(String status) {
    operator(
            "patch",
            "schemamigration",
            "app",
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":" + status + "}")
        .run();
  }

  /** That it is refused, and what is said then. */
  static AbstractStringAssert<?> assertRefused(Command command) {
    var result = command.tryToRun();
    assertThat(result.exitCode()).as("refused: %s", result.output()).isNotZero();
    return assertThat(result.errors());
  }

  /** That it is refused as soon as the policies have seen the status. */
  static void awaitRefused(Command command, String message) {
    await().atMost(CACHE).untilAsserted(() -> assertRefused(command).contains(message));
  }

  static void awaitPasses(Command command) {
    await()
        .atMost(CACHE)
        .untilAsserted(() -> {
          var result = command.tryToRun();
          assertThat(result.exitCode()).as(result.errors()).isZero();
        });
  }

  /** Waits until the Deployment controller has seen the last change. */
  final void observed(String deployment) {
    await()
        .atMost(CACHE)
        .untilAsserted(() -> {
          var seen =
              get(
                  "deployment/" + deployment,
                  "{.metadata.generation} {.status.observedGeneration}");
          var generations = seen.split(" ", -1);
          assertThat(generations[1]).isEqualTo(generations[0]);
        });
  }
}
