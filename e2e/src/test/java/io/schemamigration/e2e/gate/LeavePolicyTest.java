package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeavePolicyTest extends GateTest {
  private static final String APP = "deployment/app";

  LeavePolicyTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void workloadLeavesFreelyWhileTheMinimumIsZero() {
    apply(Manifests.deployment("5"));
    leaving(APP).run();

    assertThat(paused("app")).as("nobody would ever release it").isFalse();
    assertThat(label(APP, LABEL)).isEmpty();
    assertThat(annotation(APP, HELD)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
  void workloadAboveMinimumZeroNeedsAReason(String kind) {
    apply(Manifests.workload(kind, "w", "8"));
    tell(kind + "/w", "9", "8");

    assertRefused(leaving(kind + "/w")).contains("whose minimum is 8").contains(REASON);
    assertRefused(patchingTemplate(kind + "/w", "labels", LABEL, "\"other\"")).contains(REASON);
  }

  @Test
  void cronJobAboveMinimumZeroNeedsAReason() {
    apply(Manifests.workload("CronJob", "w", "8"));
    tell("cronjob/w", "9", "8");

    assertRefused(
            patching(
                "cronjob/w",
                "{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"%s\":null}}}}}}}"
                    .formatted(LABEL)))
        .contains(REASON);
  }

  @Test
  void replicaSetDoesNotLeaveBehindItsDeploymentsBack() {
    apply(Manifests.deployment("8"));
    tell(APP, "8", "0");
    observed("app");
    status("{\"window\":{\"minimum\":\"8\",\"maximum\":\"8\"}}");
    var replicaSet = kubectl("get", "replicasets", "-o", "name").run().strip();

    awaitRefused(
        kubectl(
            "patch",
            replicaSet,
            "--dry-run=server",
            "--type=merge",
            "-p",
            "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"%s\":null}}}}}".formatted(LABEL)),
        REASON);
  }

  @Test
  void statusOfTheSchemaMigrationCountsWhereNothingWasTold() {
    apply(Manifests.deployment("8"));
    status("{\"window\":{\"minimum\":\"8\",\"maximum\":\"8\"}}");

    awaitRefused(
        kubectl(
            "patch",
            APP,
            "--dry-run=server",
            "--type=merge",
            "-p",
            "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"%s\":null}}}}}".formatted(LABEL)),
        "whose minimum is 8");
  }

  @Test
  void emptyReasonIsNone() {
    apply(Manifests.deployment("8"));
    tell(APP, "8", "8");
    kubectl("annotate", APP, REASON + "= ").run();

    assertRefused(leaving(APP)).contains(REASON);
  }

  @Test
  void reasonOpensTheGateOnceAndStaysAsARecord() {
    apply(Manifests.deployment("8"));
    tell(APP, "8", "8");
    kubectl("annotate", APP, REASON + "=moves to a database of its own").run();
    leaving(APP).run();

    assertThat(label(APP, LABEL)).isEmpty();
    assertThat(annotation(APP, MINIMUM)).isEmpty();
    assertThat(annotation(APP, REASON)).isEqualTo("moves to a database of its own");

    patchingTemplate(APP, "labels", LABEL, "\"app\"").run();
    assertThat(annotation(APP, REASON)).as("who comes back needs a new reason").isEmpty();
  }

  private Command leaving(String object) {
    return patchingTemplate(object, "labels", LABEL, "null");
  }
}
