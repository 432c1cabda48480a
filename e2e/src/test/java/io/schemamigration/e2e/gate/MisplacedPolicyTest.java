package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slips by which a workload would run unchecked without anyone noticing. */
class MisplacedPolicyTest extends GateTest {
  private static final String NAMED = ", schemamigration.io/name: app}";
  private static final String VERSIONED = "annotations: {schemamigration.io/version: \"5\"}";

  MisplacedPolicyTest(Cluster cluster) {
    super(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"})
  void labelAndAnnotationOnTheWorkloadItselfAreRefused(String kind) {
    var bare = bare(Manifests.workload(kind, "w", "5"));
    var message = "belong on the pod template, not on the " + kind + " itself";

    assertRefused(creating(onWorkload(bare, "labels: {schemamigration.io/name: app}")))
        .contains(message)
        .contains(kind.equals("CronJob") ? "spec.jobTemplate.spec.template" : "spec.template");
    assertRefused(creating(onWorkload(bare, VERSIONED))).contains(message);
    creating(bare).run();
  }

  @Test
  void kubectlLabelOnADeploymentIsRefused() {
    apply(bare(Manifests.deployment("5")));

    assertRefused(kubectl("label", "deployment/app", "schemamigration.io/name=app"))
        .contains("belong on the pod template, not on the Deployment itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "CronJob"})
  void versionWithoutTheNameIsWarnedOf(String kind) {
    assertThat(errors(creating(Manifests.workload(kind, "w", "5").replace(NAMED, "}"))))
        .contains("nothing checks its pods: add the label");
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void versionAsALabelIsRefused(int place) {
    var label = "schemamigration.io/version: \"5\"}";
    var manifest = Manifests.deployment("5");
    var wrong =
        place == 1
            ? manifest.replace(NAMED, ", schemamigration.io/name: app, " + label)
            : onWorkload(manifest, "labels: {" + label);

    assertRefused(creating(wrong)).contains("is written as a label: it must be an annotation");
  }

  @Test
  void versionOnTheWorkloadOfALabeledTemplateIsRefused() {
    assertRefused(
            creating(
                onWorkload(
                    Manifests.deployment("5").replace(VERSIONED, "annotations: {}"), VERSIONED)))
        .contains("belong on the pod template");
  }

  @Test
  void workloadThatRepeatsItsTemplatePasses() {
    creating(
            onWorkload(
                Manifests.deployment("5"), "labels: {schemamigration.io/name: app}, " + VERSIONED))
        .run();
  }

  @Test
  void workloadThatLeavesMayKeepItsAnnotation() {
    apply(Manifests.deployment("5"));
    patchingTemplate("deployment/app", "labels", LABEL, "null").run();
    patching("deployment/app", "{\"spec\":{\"replicas\":1}}").run();

    assertThat(label("deployment/app", LABEL)).isEmpty();
  }

  @Test
  void codeWithoutAVersionIsWarnedOf() {
    var warning = "its code counts as schema version 0";
    var manifest = Manifests.deployment("5").replace(VERSIONED, "annotations: {a: b}");

    assertThat(errors(creating(manifest))).contains(warning);
    assertThat(errors(patching("deployment/app", "{\"spec\":{\"replicas\":1}}")))
        .doesNotContain(warning);
    assertThat(errors(creating(Manifests.workload("Deployment", "w", "5"))))
        .doesNotContain(warning);
  }

  /** Without our label and annotation. */
  private static String bare(String manifest) {
    return manifest.replace(NAMED, "}").replace(VERSIONED, "annotations: {}");
  }

  private static String onWorkload(String manifest, String fields) {
    return manifest.replaceFirst(
        "\nmetadata: \\{name: (\\w+)}", "\nmetadata: {name: $1, " + fields + "}");
  }

  private static String errors(Command command) {
    var result = command.tryToRun();
    assertThat(result.exitCode()).as(result.errors()).isZero();
    return result.errors();
  }
}
