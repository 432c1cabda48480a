package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldPolicyTest extends GateTest {
  private static final String APP = "deployment/app";
  private static final String POLICY =
      "helm/schema-migration-operator/templates/policies/hold.yaml";

  /** {@code # | held before | version | paused in the request | held after | paused after |} */
  private static final Pattern ROW =
      Pattern.compile(
          " *# \\| *(true|paused-before|) *\\| *(above|fits) *\\| *(yes|no) *\\|"
              + " *(true|paused-before|) *\\| *(yes|no) *\\|.*");

  HoldPolicyTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void newDeploymentIsHeldBeforeItsFirstReplicaSet() {
    apply(Manifests.deployment("5"));

    assertThat(paused("app")).isTrue();
    assertThat(annotation(APP, HELD)).isEqualTo("true");
    observed("app");
    assertThat(kubectl("get", "replicasets", "-o", "name").run()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"})
  void labelOfTheTemplateIsCopiedToTheWorkload(String kind) {
    apply(Manifests.workload(kind, "w", "5"));

    assertThat(label(kind + "/w", LABEL)).isEqualTo("app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "CronJob"})
  void annotationsForgedAtCreationAreTakenOut(String kind) {
    apply(
        Manifests.workload(kind, "w", "5")
            .replace(
                "{name: w}",
                "{name: w, annotations: {%s: '99', %s: '0', %s: 'no', mine: stays}}"
                    .formatted(MAXIMUM, MINIMUM, HELD)));

    assertThat(annotation(kind + "/w", MAXIMUM)).isEmpty();
    assertThat(annotation(kind + "/w", MINIMUM)).isEmpty();
    assertThat(annotation(kind + "/w", HELD)).isNotEqualTo("no");
    assertThat(annotation(kind + "/w", "mine")).isEqualTo("stays");
  }

  @Test
  void maximumThatReachesTheVersionReleases() {
    apply(Manifests.deployment("5"));
    tell(APP, "5", "0");

    assertThat(paused("app")).isFalse();
    assertThat(annotation(APP, HELD)).isEmpty();
    observed("app");
    assertThat(kubectl("get", "replicasets", "-o", "name").run()).isNotEmpty();
  }

  @Test
  void versionAboveTheMaximumStartsNoReplicaSet() {
    released("5");
    apply(Manifests.deployment("6.1"));

    assertThat(paused("app")).isTrue();
    observed("app");
    assertThat(kubectl("get", "replicasets", "-o", "name").run().lines()).hasSize(1);
  }

  @Test
  void returnToAnOlderVersionNeedsNoOperator() {
    released("5");
    apply(Manifests.deployment("6"));
    apply(Manifests.deployment("5"));

    assertThat(paused("app")).isFalse();
    assertThat(annotation(APP, HELD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 9.9, false",
    "10, 10.0, false",
    "10, 010, false",
    "10, 10.0.0.1, true",
    "10, 11, true",
    "9, 10, true",
    "1.2.3.4, 1.2.3.4, false",
    "1.2.3.4, 1.2.3.5, true",
    "20251127100000, 20251127100001, true",
    "999999999999999999, 999999999999999998.9, false"
  })
  void versionsAreComparedPartByPart(String maximum, String version, boolean held) {
    apply(Manifests.deployment(version));
    tell(APP, maximum, "0");

    assertThat(paused("app")).isEqualTo(held);
  }

  @Test
  void userCanNotResumeWhatIsHeld() {
    apply(Manifests.deployment("5"));
    kubectl("rollout", "resume", APP).run();

    assertThat(paused("app")).isTrue();
  }

  @Test
  void annotationsOfTheOperatorArePutBack() {
    released("5");
    kubectl("annotate", APP, MAXIMUM + "-", MINIMUM + "-").run();
    kubectl("annotate", "--overwrite", APP, MAXIMUM + "=99", MINIMUM + "=1", HELD + "=x").run();

    assertThat(annotation(APP, MAXIMUM)).isEqualTo("5");
    assertThat(annotation(APP, MINIMUM)).isEqualTo("0");
    assertThat(annotation(APP, HELD)).isEmpty();
  }

  @Test
  void resumeTogetherWithAForgedMaximumStaysHeld() {
    apply(Manifests.deployment("5"));
    patching(
            APP,
            "{\"metadata\":{\"annotations\":{\"%s\":\"9\",\"%s\":null}},\"spec\":{\"paused\":false}}"
                .formatted(MAXIMUM, HELD))
        .run();

    assertThat(paused("app")).isTrue();
    assertThat(annotation(APP, HELD)).isEqualTo("true");
  }

  @Test
  void annotationsCanNotBeForgedThroughTheStatusSubresource() {
    released("5");

    assertRefused(
            kubectl(
                "patch",
                "deployment",
                "app",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"metadata\":{\"annotations\":{\"%s\":\"99\"}}}".formatted(MAXIMUM)))
        .contains("only the operator may change the schema label");
  }

  @Test
  void labelRemovedFromTheWorkloadIsPutBack() {
    released("5");
    kubectl("label", APP, LABEL + "-").run();

    assertThat(label(APP, LABEL)).isEqualTo("app");
  }

  @Test
  void pauseOfTheUsersOwnSurvivesTheRelease() {
    released("5");
    kubectl("rollout", "pause", APP).run();
    apply(Manifests.deployment("6"));
    tell(APP, "6", "0");

    assertThat(paused("app")).isTrue();
    assertThat(annotation(APP, HELD)).isEmpty();
    kubectl("rollout", "resume", APP).run();
    assertThat(paused("app")).isFalse();
  }

  @Test
  void pauseOfTheUsersOwnThatEndsWhileHeldIsGoneAfterTheRelease() {
    released("5");
    kubectl("rollout", "pause", APP).run();
    apply(Manifests.deployment("6"));
    kubectl("rollout", "resume", APP).run();
    assertThat(paused("app")).isTrue();
    tell(APP, "6", "0");

    assertThat(paused("app")).isFalse();
  }

  @Test
  void whatWasToldForOneSchemaMigrationSaysNothingForAnother() {
    released("5");
    patchingTemplate(APP, "labels", LABEL, "\"other\"").run();

    assertThat(paused("app")).isTrue();
    assertThat(annotation(APP, MAXIMUM)).isEmpty();
    assertThat(label(APP, LABEL)).isEqualTo("other");
  }

  /** Every row of the truth table that stands as a comment in the policy, and there are all. */
  @ParameterizedTest
  @CsvSource({"Deployment, paused", "CronJob, suspend"})
  void holdDoesWhatItsTruthTableSays(String kind, String field) throws IOException {
    var table =
        Files.readAllLines(Repository.path(POLICY)).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row ->
                new Row(row.group(1), row.group(2), row.group(3), row.group(4), row.group(5)))
            .toList();
    assertThat(table.stream().map(row -> List.of(row.before, row.version, row.request)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("", "true", "paused-before")
                .flatMap(held -> Stream.of("above", "fits").map(version -> List.of(held, version)))
                .flatMap(row ->
                    Stream.of("no", "yes").map(paused -> List.of(row.get(0), row.get(1), paused)))
                .toList());

    prepare(kind, field, "none", "");
    prepare(kind, field, "held", "true");
    prepare(kind, field, "paused", "paused-before");
    assertThat(table)
        .allSatisfy(row -> {
          var now = afterwards(kind, field, row);
          assertThat(now.at("/metadata/annotations").path(HELD).asText())
              .isEqualTo(word(kind, row.after));
          assertThat(now.at("/spec/" + field).asBoolean()).isEqualTo(row.pausedAfter.equals("yes"));
        });
  }

  @Test
  void newDeploymentThatIsPausedStaysPausedAfterTheRelease() {
    apply(
        Manifests.deployment("5")
            .replace("spec:\n  replicas", "spec:\n  paused: true\n  replicas"));
    assertThat(annotation(APP, HELD)).isEqualTo("paused-before");
    tell(APP, "5", "0");

    assertThat(paused("app")).isTrue();
    assertThat(annotation(APP, HELD)).isEmpty();
  }

  /** A row: what is stored, what a request asks for, and what is stored then. */
  private record Row(
      String before, String version, String request, String after, String pausedAfter) {}

  /** What the annotation says of a kind that is suspended and not paused. */
  private static String word(String kind, String held) {
    return kind.equals("CronJob") ? held.replace("paused", "suspended") : held;
  }

  /** A workload whose maximum is 5, with that in its annotation. */
  private void prepare(String kind, String field, String name, String held) {
    var workload = kind + "/" + name;
    apply(Manifests.workload(kind, name, "5"));
    tell(workload, "5", "0");
    if (held.equals("paused-before")) {
      patching(workload, "{\"spec\":{\"%s\":true}}".formatted(field)).run();
    }
    if (!held.isEmpty()) {
      apply(Manifests.workload(kind, name, "6"));
    }
    assertThat(annotation(workload, HELD)).isEqualTo(word(kind, held));
  }

  /** What would be stored: nothing is, so that the next row finds the same. */
  private JsonNode afterwards(String kind, String field, Row row) {
    var name = row.before.isEmpty() ? "none" : row.before.equals("true") ? "held" : "paused";
    var version = row.version.equals("above") ? "6" : "5";
    var template =
        "\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(VERSION, version);
    return dryRun(
        kind + "/" + name,
        "{\"spec\":{\"%s\":%s,%s}}"
            .formatted(
                field,
                row.request.equals("yes"),
                kind.equals("CronJob")
                    ? "\"jobTemplate\":{\"spec\":{" + template + "}}"
                    : template));
  }

  private void released(String version) {
    apply(Manifests.deployment(version));
    tell(APP, version, "0");
    observed("app");
  }
}
