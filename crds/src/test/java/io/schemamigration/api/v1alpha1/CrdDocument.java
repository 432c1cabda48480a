package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The CRD as generated from the API types, with what the generator's annotations can't say. Run
 * {@link #main} to write it to {@code crds/}.
 */
final class CrdDocument {
  static final Path FILE = Path.of("schemamigrations.schemamigration.io-v1.yml");

  /** In the order in which a person asks: how far, who may run, is it done, why not. */
  private static final List<String> COLUMNS =
      List.of("Version", "Window", "Ready", "Reason", "Held", "Age", "Message");

  private static final long MAX_VALUE = 1_048_576;

  private CrdDocument() {}

  static String render() {
    var crd = Serialization.unmarshal(generated(), CustomResourceDefinition.class);
    var version = crd.getSpec().getVersions().getFirst();
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(c -> COLUMNS.indexOf(c.getName())));
    complete(crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema());
    return Serialization.asYaml(crd);
  }

  /**
   * Bounds of items and values, list types: what annotations on a record component can't express.
   */
  private static void complete(JSONSchemaProps root) {
    var migrations = at(root, "spec", "migrations");
    migrations
        .getProperties()
        .get("inline")
        .getAdditionalProperties()
        .getSchema()
        .setMaxLength(MAX_VALUE);
    listMap(migrations.getProperties().get("configMaps"), "name");
    for (var map : List.of("nodeSelector", "labels", "annotations")) {
      at(root, "spec", "job", map)
          .getAdditionalProperties()
          .getSchema()
          .setMaxLength(MAX_VALUE / 4);
    }
    job(at(root, "spec", "job"));
    var status = at(root, "status");
    status.getProperties().get("inUse").getItems().getSchema().setMaxLength(330L);
    listMap(status.getProperties().get("conditions"), "type");
    // To kstatus an object without a status is done. With this one it is new until it is looked at.
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    root.setRequired(List.of("spec"));
    root.setXKubernetesValidations(List.of(shortName()));
  }

  /**
   * What the rules compare has to be bounded, or the API server counts with the longest there is.
   */
  private static void job(JSONSchemaProps job) {
    listMap(job.getProperties().get("volumes"), "name");
    mounts(job);
    var sidecars = job.getProperties().get("sidecars");
    listMap(sidecars, "name");
    var sidecar = sidecars.getItems().getSchema();
    sidecar.setRequired(List.of("name", "image"));
    mounts(sidecar);
    for (var words : List.of("command", "args")) {
      sidecar.getProperties().get(words).getItems().getSchema().setMaxLength(MAX_VALUE / 64);
    }
  }

  private static void mounts(JSONSchemaProps container) {
    var mount = container.getProperties().get("volumeMounts").getItems().getSchema();
    mount.setRequired(List.of("name", "mountPath"));
    mount.getProperties().get("name").setMaxLength(63L);
    mount.getProperties().get("mountPath").setMaxLength(1024L);
  }

  /** Its name is the value of a label. */
  private static ValidationRule shortName() {
    var rule = new ValidationRule();
    rule.setRule("self.metadata.name.size() <= 63");
    rule.setMessage(
        "the name is the value of the label schemamigration.io/name: 63 characters at most");
    return rule;
  }

  private static String generated() {
    try {
      var folder = Files.createTempDirectory("crd");
      new CRDGenerator()
          .inOutputDir(folder.toFile())
          .customResourceClasses(SchemaMigration.class)
          .forCRDVersions("v1")
          .generate();
      return Files.readString(folder.resolve(FILE.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void listMap(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
    // The API server accepts a key only if every item has it.
    list.getItems().getSchema().setRequired(List.of(key));
  }

  private static JSONSchemaProps at(JSONSchemaProps root, String... path) {
    var found = root;
    for (var name : path) {
      found = found.getProperties().get(name);
    }
    return found;
  }

  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, render());
  }
}
