package io.schemamigration.e2e.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shop that the examples for Argo CD and Flux apply. */
class KustomizeExampleTest {
  private static final String WAVE = "argocd.argoproj.io/sync-wave";

  @Test
  void theSchemaMigrationNamesItsFilesByTheirHashAndComesBeforeTheApplication() {
    var objects = rendered("examples/kustomize");
    var files = objects.get("ConfigMap").get("metadata");
    var migration = objects.get("SchemaMigration");

    assertThat(files.get("name").asText()).matches("shop-migrations-[a-z0-9]{10}");
    assertThat(migration.at("/spec/migrations/configMaps/0/name")).isEqualTo(files.get("name"));
    assertThat(files.get("annotations").get(WAVE).asText()).isEqualTo("-1");
    assertThat(migration.at("/metadata/annotations").get(WAVE).asText()).isEqualTo("-1");
    assertThat(objects.get("Deployment").get("metadata").has("annotations")).isFalse();
  }

  @Test
  void fluxAppliesTheSamePartsOneAfterTheOther() throws IOException {
    var text = Files.readString(Repository.path("examples/flux/shop.yaml"));
    var units =
        Arrays.stream(text.split("\n---\n", -1))
            .map(d -> Serialization.unmarshal(d, JsonNode.class))
            .toList();
    assertThat(units.get(1).at("/spec/dependsOn/0/name"))
        .isEqualTo(units.get(0).at("/metadata/name"));
    for (var unit : units) {
      assertThat(rendered(unit.at("/spec/path").asText().substring(2))).isNotEmpty();
      assertThat(unit.at("/spec/wait").asBoolean()).isTrue();
    }
  }

  private static Map<String, JsonNode> rendered(String folder) {
    var output = Command.tool("kubectl", "kustomize", Repository.path(folder)).run();
    return Arrays.stream(output.split("\n---\n", -1))
        .map(document -> Serialization.unmarshal(document, JsonNode.class))
        .collect(Collectors.toMap(o -> o.get("kind").asText(), Function.identity()));
  }
}
