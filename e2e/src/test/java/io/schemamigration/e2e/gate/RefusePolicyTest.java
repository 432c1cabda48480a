package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemamigration.e2e.cluster.Cluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusePolicyTest extends GateTest {
  private static final String APP = "deployment/app";
  private static final String OLDER =
      "schema version 5 is older than the minimum 8 of SchemaMigration app";

  RefusePolicyTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void templateBelowTheMinimumIsRefusedWithWhatToDo() {
    apply(Manifests.deployment("8"));
    tell(APP, "8", "8");

    assertRefused(applying(Manifests.deployment("5")))
        .contains(OLDER)
        .contains("Deploy a build for schema 8 or newer");
  }

  @Test
  void replacedManifestBelowTheMinimumIsRefused() {
    apply(Manifests.deployment("8"));
    tell(APP, "8", "8");

    // the Deployment's controller writes, too: a conflict says nothing about the gate
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertRefused(kubectl("replace", "-f", "-").reading(Manifests.deployment("5")))
                .contains(OLDER));
  }

  @Test
  void rolloutUndoBelowTheMinimumIsRefused() {
    released("5");
    apply(Manifests.deployment("8"));
    tell(APP, "8", "0");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> kubectl("get", "replicasets", "-o", "name").run().lines().count() == 2);
    tell(APP, "8", "8");

    assertRefused(kubectl("rollout", "undo", APP)).contains(OLDER);
  }

  @Test
  void codeWithoutAVersionIsOlderThanEverything() {
    apply(Manifests.deployment("8"));
    tell(APP, "8", "8");

    assertRefused(patchingTemplate(APP, "annotations", VERSION, "null"))
        .contains(
            "code without the annotation schemamigration.io/version is older than the minimum 8");
  }

  @Test
  void nothingBelowTheMinimumStartsMorePods() {
    released("5");
    kubectl("rollout", "pause", APP).run();
    tell(APP, "8", "8");

    assertRefused(patching(APP, "{\"spec\":{\"replicas\":5}}")).contains(OLDER);
    assertRefused(kubectl("rollout", "resume", APP)).contains(OLDER);
    assertRefused(
            patchingTemplate(APP, "annotations", "kubectl.kubernetes.io/restartedAt", "\"now\""))
        .contains(OLDER);
  }

  @Test
  void whatStartsNothingPassesBelowTheMinimum() {
    released("5");
    tell(APP, "8", "8");

    patching(APP, "{\"spec\":{\"replicas\":1}}").run();
    kubectl("label", APP, "a=b").run();
    kubectl("delete", APP, "--wait=false").run();
    assertThat(kubectl("get", "deployments", "-o", "name").run()).doesNotContain("app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "1.2.3.4.5", "1234567890123456789", "-1", "v7", "7 "})
  void versionThatIsNoneIsRefused(String version) {
    assertRefused(applying(Manifests.deployment(version)))
        .contains("is \"" + version + "\", not a version such as 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"})
  void newWorkloadIsJudgedByTheStatusOfItsSchemaMigration(String kind) {
    status("{\"window\":{\"minimum\":\"3\",\"maximum\":\"9\",\"claim\":\"8\"}}");

    awaitRefused(creating(Manifests.workload(kind, "w", "5")), OLDER);
    awaitPasses(creating(Manifests.workload(kind, "w", "8")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"StatefulSet", "DaemonSet", "CronJob"})
  void otherWorkloadsAreRefusedByWhatTheyWereTold(String kind) {
    apply(Manifests.workload(kind, "w", "8"));
    tell(kind + "/w", "9", "8");

    assertRefused(applying(Manifests.workload(kind, "w", "5"))).contains(OLDER);
  }

  @Test
  void suspendedCronJobBelowTheMinimumStaysSuspended() {
    apply(Manifests.workload("CronJob", "w", "5"));
    tell("cronjob/w", "9", "1"); // it isn't held any longer
    patching("cronjob/w", "{\"spec\":{\"suspend\":true}}").run();
    tell("cronjob/w", "9", "8");

    assertRefused(patching("cronjob/w", "{\"spec\":{\"suspend\":false}}")).contains(OLDER);
  }

  @Test
  void withdrawnClaimRefusesNothing() {
    status("{\"window\":{\"minimum\":\"0\",\"maximum\":\"9\",\"claim\":\"8\"}}");
    awaitRefused(creating(Manifests.deployment("5")), OLDER);
    status("{\"window\":{\"claim\":null}}");

    awaitPasses(creating(Manifests.deployment("5")));
  }

  @Test
  void scaledUpDeploymentGetsNoOldPods() {
    released("5");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> kubectl("get", "pods", "-o", "name").run().lines().count() == 2);
    status("{\"window\":{\"minimum\":\"8\",\"maximum\":\"9\"}}");
    awaitRefused(creating(Manifests.pod("5")), OLDER);
    kubectl("scale", APP, "--replicas=4").run();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(kubectl("get", "events").run()).contains(OLDER));
    assertThat(kubectl("get", "pods", "-o", "name").run().lines()).hasSize(2);
  }

  @Test
  void operatorMayTellAnOldWorkloadItsMinimum() {
    released("5");
    tell(APP, "8", "8");

    assertThat(annotation(APP, MINIMUM)).isEqualTo("8");
  }

  private void released(String version) {
    apply(Manifests.deployment(version));
    tell(APP, version, "0");
    observed("app");
  }
}
