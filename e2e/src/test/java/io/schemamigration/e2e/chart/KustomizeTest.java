package io.schemamigration.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component that adds {@code schema-verify} to an application's manifests. */
class KustomizeTest {
  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");
  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: %s
      metadata: {name: %s, labels: {%s}}
      spec:
        template:
          spec:
            initContainers: [{name: own, image: localhost/own}]
            containers: [{name: c, image: localhost/none}]
      ---
      """;

  @TempDir private Path folder;

  @Test
  void componentAddsSchemaVerifyToWhatHasTheLabel() throws IOException {
    Command.of("cp", "-r", Repository.path("examples/schema-verify"), folder.resolve("verify"))
        .run();
    var gated = "schemamigration.io/name: shop";
    Files.writeString(
        folder.resolve("workloads.yaml"),
        WORKLOAD.formatted("Deployment", "web", gated)
            + WORKLOAD.formatted("StatefulSet", "store", gated)
            + WORKLOAD.formatted("DaemonSet", "agent", gated)
            + WORKLOAD.formatted("Deployment", "other", "a: b"));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        resources: [workloads.yaml]
        components: [verify]
        images: [{name: localhost/migrate, newName: registry.test/migrate, newTag: "7"}]
        """);
    var built =
        DOCUMENTS
            .splitAsStream(Command.tool("kubectl", "kustomize", folder).run())
            .map(document -> Serialization.unmarshal(document, JsonNode.class))
            .toList();

    assertThat(built).hasSize(4);
    assertThat(built)
        .allSatisfy(workload -> {
          var pod = workload.at("/spec/template/spec");
          var verified = !workload.at("/metadata/name").asText().equals("other");
          assertThat(pod.get("initContainers").findValuesAsText("image"))
              .isEqualTo(
                  verified
                      ? List.of("registry.test/migrate:7", "localhost/own")
                      : List.of("localhost/own"));
          assertThat(pod.at("/volumes/0/projected/sources").isMissingNode()).isEqualTo(!verified);
        });
  }
}
