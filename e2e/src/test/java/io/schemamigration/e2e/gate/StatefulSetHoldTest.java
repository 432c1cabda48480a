package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemamigration.e2e.cluster.Cluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A StatefulSet is held by its partition, so that a pod that is lost comes back as it was. */
class StatefulSetHoldTest extends GateTest {
  private static final String SET = "statefulset/s";
  private static final String ALL = "2147483647";
  private static final Duration CONTROLLER = Duration.ofSeconds(60);

  StatefulSetHoldTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void versionAboveTheMaximumIsHeldAndReleasedByTheMaximum() {
    released();
    apply(set("6"));
    assertThat(partition()).isEqualTo(ALL);
    assertThat(annotation(SET, HELD)).isEqualTo("true");

    tell(SET, "6", "0");
    assertThat(partition()).isEqualTo("0");
    assertThat(annotation(SET, HELD)).isEmpty();
  }

  @Test
  void returnToAnOlderVersionNeedsNoOperatorAndTouchesNoPod() {
    released();
    var pods = revisionsOfPods();
    apply(set("6"));
    awaitSeen();
    apply(set("5"));

    assertThat(partition()).isEqualTo("0");
    assertThat(annotation(SET, HELD)).isEmpty();
    awaitSeen();
    assertThat(revisionsOfPods()).isEqualTo(pods);
  }

  @Test
  void lostPodAndOneMoreComeBackAsTheyWere() {
    released();
    var before = get("pod/s-0", "{.metadata.uid}");
    var revision = get(SET, "{.status.currentRevision}");
    apply(set("6"));
    awaitSeen();
    kubectl("scale", SET, "--replicas=3").run();
    kubectl("delete", "pod", "s-0", "--force", "--grace-period=0").run();

    await()
        .atMost(CONTROLLER)
        .untilAsserted(() -> {
          assertThat(get("pods", "{.items[*].metadata.name}")).contains("s-0", "s-2");
          assertThat(get("pod/s-0", "{.metadata.uid}")).isNotEqualTo(before);
        });
    assertThat(revisionsOfPods().split(" ", -1)).containsOnly(revision);
  }

  /** Of the client, and of the server with one manager and another. */
  @ParameterizedTest
  @CsvSource({"''", "partition: 1"})
  void applyingAgainChangesNothing(String own) {
    released();
    var manifest =
        set("6")
            .replace(
                "replicas: 2",
                "replicas: 2\n  updateStrategy: {type: RollingUpdate, rollingUpdate: {"
                    + own
                    + "}}");
    apply(manifest);
    kubectl("apply", "--server-side", "--force-conflicts", "-f", "-").reading(manifest).run();
    awaitSeen();
    var held = get(SET, "{.metadata.generation}");

    apply(manifest);
    kubectl("apply", "--server-side", "--force-conflicts", "-f", "-").reading(manifest).run();
    kubectl("apply", "--server-side", "-f", "-").reading(manifest).run();
    assertThat(get(SET, "{.metadata.generation}")).isEqualTo(held);
    assertThat(partition()).isEqualTo(ALL);
  }

  /** The user's partition before the hold, while it is held, and afterwards. */
  @ParameterizedTest
  @CsvSource({"0, , true, 0", "1, , partition-1, 1", "0, 1, partition-1, 1", "1, 0, true, 0"})
  void partitionOfTheUsersOwnComesBack(String before, String meanwhile, String held, String after) {
    released();
    partition(before);
    apply(set("6"));
    if (meanwhile != null) {
      partition(meanwhile);
    }
    assertThat(partition()).isEqualTo(ALL);
    assertThat(annotation(SET, HELD)).isEqualTo(held);

    tell(SET, "6", "0");
    assertThat(partition()).isEqualTo(after);
    assertThat(annotation(SET, HELD)).isEmpty();
  }

  /** A lost pod would come back at the older of the two, and then no pod is as it was. */
  @Test
  void oneWithPodsOfTwoRevisionsIsNotHeld() {
    released();
    partition("1");
    patchingTemplate(SET, "annotations", "canary", "\"yes\"").run();
    await()
        .atMost(CONTROLLER)
        .untilAsserted(() -> assertThat(get(SET, "{.status.updatedReplicas}")).isEqualTo("1"));
    apply(set("6"));

    assertThat(partition()).isEqualTo("1");
    assertThat(annotation(SET, HELD)).isEmpty();
  }

  @Test
  void oneThatIsUpdatedOnDeleteIsLeftAlone() {
    released();
    var onDelete = "{\"spec\":{\"updateStrategy\":{\"type\":\"OnDelete\",\"rollingUpdate\":null}}}";
    patching(SET, onDelete).run();
    apply(set("6"));
    assertThat(get(SET, "{.spec.updateStrategy}")).isEqualTo("{\"type\":\"OnDelete\"}");
    assertThat(annotation(SET, HELD)).isEmpty();

    // the user takes a held one out of the hold
    apply(set("5"));
    patching(SET, "{\"spec\":{\"updateStrategy\":{\"type\":\"RollingUpdate\"}}}").run();
    apply(set("6"));
    assertThat(annotation(SET, HELD)).isEqualTo("true");
    patching(SET, onDelete).run();
    assertThat(annotation(SET, HELD)).isEmpty();
  }

  @Test
  void oneThatLeavesTheGateIsReleased() {
    released();
    partition("1");
    apply(set("6"));
    patchingTemplate(SET, "labels", LABEL, "null").run();

    assertThat(partition()).isEqualTo("1");
    assertThat(annotation(SET, HELD)).isEmpty();
  }

  private static String set(String version) {
    return Manifests.workload("StatefulSet", "s", version)
        .replace("replicas: 2", "replicas: 2\n  podManagementPolicy: Parallel");
  }

  /** At version 5, with its pods there. */
  private void released() {
    apply(set("5"));
    tell(SET, "5", "0");
    awaitSeen();
    await()
        .atMost(CONTROLLER)
        .untilAsserted(() -> assertThat(get(SET, "{.status.replicas}")).isEqualTo("2"));
  }

  private void awaitSeen() {
    await()
        .atMost(CONTROLLER)
        .untilAsserted(() ->
            assertThat(get(SET, "{.status.observedGeneration}"))
                .isEqualTo(get(SET, "{.metadata.generation}")));
  }

  private String partition() {
    return get(SET, "{.spec.updateStrategy.rollingUpdate.partition}");
  }

  private void partition(String number) {
    patching(
            SET,
            "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":" + number + "}}}}")
        .run();
  }

  private String revisionsOfPods() {
    return get("pods", "{.items[*].metadata.labels.controller-revision-hash}");
  }
}
