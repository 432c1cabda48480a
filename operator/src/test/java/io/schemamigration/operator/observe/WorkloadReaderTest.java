package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadReaderTest {
  private static final String TEMPLATE =
      "{metadata: {labels: {app: web, schemamigration.io/name: app}, annotations: {schemamigration.io/version: \"2\"}},"
          + " spec: {containers: [{name: c, image: x}]}}";

  @Test
  void aCompleteRolloutIsSettled() {
    assertThat(
            one(
                deployment(
                    "2",
                    "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2}",
                    "")))
        .satisfies(w -> assertThat(w.unsettled()).isNull())
        .satisfies(w -> assertThat(w.version()).isEqualTo(Version.of("2")));
  }

  @Test
  void aChangeThatIsNotProcessedYetIsUnsettled() {
    assertThat(
            one(deployment(
                    "3",
                    "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2}",
                    ""))
                .unsettled())
        .contains("has not been processed yet");
  }

  @Test
  void aPodThatIsNotAvailableIsUnsettled() {
    assertThat(
            one(deployment(
                    "2",
                    "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 1}",
                    ""))
                .unsettled())
        .contains("isn't available: 1 of 2");
  }

  @Test
  void anOldPodThatIsLeftIsUnsettled() {
    assertThat(
            one(deployment(
                    "2",
                    "{observedGeneration: 2, replicas: 3, updatedReplicas: 2, availableReplicas: 3}",
                    ""))
                .unsettled())
        .contains("1 old pod is left");
  }

  @Test
  void aHeldDeploymentNeedsOnlyWhatItRunsToBeAvailable() {
    var held =
        deployment(
            "2",
            "{observedGeneration: 2, replicas: 2, updatedReplicas: 0, availableReplicas: 2}",
            "annotations: {schemamigration.io/held: \"true\"},");
    assertThat(one(held).unsettled()).isNull();
    assertThat(one(held).held()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, 'observedGeneration: 2, currentRevision: a, updateRevision: b, replicas: 2, availableReplicas: 2'",
    "DaemonSet, 'observedGeneration: 2, desiredNumberScheduled: 2, numberAvailable: 2'"
  })
  void aHeldSetNeedsOnlyWhatItRunsToBeAvailable(String kind, String status) {
    var set = set(kind, kind.equals("StatefulSet") ? "replicas: 2," : "", status);
    assertThat(one(set).unsettled()).contains("0 of 2 updated");
    var held =
        set.replace(
            "generation: 2}", "generation: 2, annotations: {schemamigration.io/held: \"true\"}}");
    assertThat(one(held).unsettled()).isNull();
    assertThat(one(held.replaceAll("(vailable\\w*): 2", "$1: 1")).unsettled())
        .contains("isn't available: 1 of 2");
  }

  @Test
  void anOldReplicaSetThatStillWantsPodsIsStandby() {
    var set =
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web-1, ownerReferences: [{uid: d, kind: Deployment, name: web, apiVersion: apps/v1}]}
        spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}}
        """;
    var settled = "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2}";
    assertThat(read(deployment("2", settled, ""), set))
        .singleElement()
        .satisfies(w -> assertThat(w.standby()).containsExactly(Version.NONE));
  }

  @Test
  void aCronJobAndAnUnfinishedJobAreWorkloads() {
    var cron =
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\nspec: {schedule: '0 0 * * *', jobTemplate: {spec:"
            + " {template: "
            + TEMPLATE
            + "}}}";
    var job =
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec: {template: "
            + TEMPLATE
            + "}";
    assertThat(read(cron, job))
        .extracting(Workload::display)
        .containsExactly("CronJob/nightly", "Job/once");
  }

  @Test
  void aFinishedJobCanStartNothingMore() {
    var job =
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec: {template: "
            + TEMPLATE
            + "}\nstatus: {conditions: [{type: Complete, status: \"True\"}]}";
    assertThat(read(job)).isEmpty();
  }

  @Test
  void aVersionThatIsNoneCountsAsOlderThanEverything() {
    var settled = "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2}";
    var malformed = deployment("2", settled, "").replace("\"2\"}", "\"two\"}");
    assertThat(one(malformed).version()).isEqualTo(Version.NONE);
  }

  @Test
  void howManyPodsItWantsIsKnownOrTakenForOne() {
    assertThat(one(deployment("2", "{}", "")).wanted()).isEqualTo(2);
    assertThat(one(deployment("2", "{}", "").replace("replicas: 2, ", "")).wanted()).isEqualTo(1);
    assertThat(one(deployment("2", "{}", "").replace("replicas: 2,", "replicas: 0,")).wanted())
        .isZero();
    assertThat(
            one(deployment("2", "{}", "").replace("replicas: 2,", "replicas: 2, paused: true,"))
                .wanted())
        .as("what a paused one runs is seen at its ReplicaSets")
        .isZero();
    assertThat(one(set("StatefulSet", "replicas: 0,", "")).wanted()).isZero();
    assertThat(one(set("StatefulSet", "", "")).wanted()).isEqualTo(1);
    assertThat(one(set("ReplicaSet", "replicas: 3,", "")).wanted()).isEqualTo(3);
    assertThat(one(set("DaemonSet", "", "")).wanted()).isEqualTo(1);
    var none = "observedGeneration: 2, desiredNumberScheduled: 0";
    assertThat(one(set("DaemonSet", "", none)).wanted()).isZero();
    assertThat(one(set("DaemonSet", "", none.replace("2,", "1,"))).wanted())
        .as("its latest change has not been processed yet")
        .isEqualTo(1);
  }

  @Test
  void whatIsSuspendedWantsNoPods() {
    for (var suspended : new boolean[] {true, false}) {
      var cron =
          "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\nspec: {suspend: "
              + suspended
              + ", schedule: '0 0 * * *', jobTemplate: {spec: {template: "
              + TEMPLATE
              + "}}}";
      var job =
          "apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec: {suspend: "
              + suspended
              + ", template: "
              + TEMPLATE
              + "}";
      assertThat(read(cron, job)).extracting(Workload::wanted).containsOnly(suspended ? 0 : 1);
    }
  }

  private static String set(String kind, String spec, String status) {
    return "apiVersion: apps/v1\nkind: "
        + kind
        + "\nmetadata: {name: web, generation: 2}\nspec: {"
        + spec
        + " selector: {matchLabels: {app: web}}, template: "
        + TEMPLATE
        + "}\nstatus: {"
        + status
        + "}";
  }

  private static Workload one(String manifest) {
    return read(manifest).getFirst();
  }

  private static List<Workload> read(String... manifests) {
    return new WorkloadReader(TestView.of(manifests), "app").read();
  }

  private static String deployment(String generation, String status, String meta) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, uid: d, "
        + meta
        + " generation: "
        + generation
        + "}\nspec: {replicas: 2, selector: {matchLabels: {app: web}}, template: "
        + TEMPLATE
        + "}\nstatus: "
        + status;
  }
}
