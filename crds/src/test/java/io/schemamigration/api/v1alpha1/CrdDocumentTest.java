package io.schemamigration.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdDocumentTest {
  @Test
  void theCommittedCrdIsTheOneTheTypesMake() throws IOException {
    assertThat(Files.readString(CrdDocument.FILE))
        .as("crds/%s: run `make crds` after a change of the API types", CrdDocument.FILE)
        .isEqualTo(CrdDocument.render());
  }

  @Test
  void everyFieldOfTheSpecIsExplained() throws IOException {
    var undescribed = new ArrayList<String>();
    collectUndescribed("spec", schema().getProperties().get("spec"), undescribed);
    assertThat(undescribed).isEmpty();
  }

  @Test
  void everyStringAndListOfOursHasAMaximum() throws IOException {
    var unbounded = new ArrayList<String>();
    collectUnbounded("spec", schema().getProperties().get("spec"), unbounded);
    collectUnbounded("status", schema().getProperties().get("status"), unbounded);
    assertThat(unbounded).isEmpty();
  }

  @Test
  void aStatusThatNobodyHasWrittenIsNotTakenForADoneOne() throws IOException {
    assertThat(schema().getProperties().get("status").getDefault())
        .hasToString("{\"observedGeneration\":-1}");
  }

  private static JSONSchemaProps schema() throws IOException {
    return Serialization.unmarshal(
            Files.readString(CrdDocument.FILE), CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema();
  }

  /** Kubernetes' own types, which are documented and bounded by Kubernetes. */
  private static boolean foreign(String path) {
    return List.of(
            "resources",
            "tolerations",
            "imagePullSecrets",
            "securityContext",
            "conditions",
            "env",
            "affinity",
            "topologySpreadConstraints",
            "volumeMounts",
            "startupProbe",
            "configMap",
            "secret",
            "persistentVolumeClaim",
            "emptyDir",
            "projected")
        .stream()
        .map("."::concat)
        .anyMatch(path::endsWith);
  }

  private static void collectUndescribed(String path, JSONSchemaProps schema, List<String> found) {
    for (var property : schema.getProperties().entrySet()) {
      var inner = path + "." + property.getKey();
      if (property.getValue().getDescription() == null
          && !property.getKey().equals("secretKeyRef")) {
        found.add(inner);
      }
      if (!foreign(inner)) {
        collectUndescribed(inner, property.getValue(), found);
      }
    }
  }

  private static void collectUnbounded(String path, JSONSchemaProps schema, List<String> found) {
    if (foreign(path)) {
      return;
    }
    boolean listed = schema.getEnum() != null && !schema.getEnum().isEmpty();
    if ("string".equals(schema.getType())
        && schema.getMaxLength() == null
        && schema.getFormat() == null
        && !listed) {
      found.add(path);
    }
    if ("array".equals(schema.getType())) {
      if (schema.getMaxItems() == null) {
        found.add(path);
      }
      collectUnbounded(path + "[]", schema.getItems().getSchema(), found);
    }
    if (schema.getAdditionalProperties() != null) {
      collectUnbounded(path + "{}", schema.getAdditionalProperties().getSchema(), found);
    }
    schema
        .getProperties()
        .forEach((name, inner) -> collectUnbounded(path + "." + name, inner, found));
  }
}
