package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class VanishedPodsTest {
  @Test
  void aPodWhosePhaseIsFinalHasEndedCleanly() {
    assertThat(clean("nodeName: n", "{phase: Failed}")).isTrue();
    assertThat(clean("nodeName: n", "{phase: Succeeded}")).isTrue();
  }

  @Test
  void aPodWhoseContainersAreReportedTerminatedHasEndedCleanly() {
    assertThat(
            clean(
                "nodeName: n",
                "{phase: Running, containerStatuses: [{name: c, state: {terminated: {exitCode: 0}}}]}"))
        .isTrue();
  }

  @Test
  void aPodThatNeverReachedANodeHasStartedNothing() {
    assertThat(clean("hostname: h", "{phase: Pending}")).isTrue();
  }

  @Test
  void aForceDeletedPodMayStillRun() {
    assertThat(
            clean(
                "nodeName: n",
                "{phase: Running, containerStatuses: [{name: c, state: {running: {}}}]}"))
        .isFalse();
    assertThat(clean("nodeName: n", "{phase: Running}")).isFalse();
    assertThat(
            clean(
                "nodeName: n",
                "{phase: Running, containerStatuses: [{name: c, state: {terminated: {exitCode: 0}}}, {name: d, state: {running: {}}}]}"))
        .isFalse();
  }

  private static boolean clean(String spec, String status) {
    var pod =
        new KubernetesSerialization()
            .unmarshal(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c}], "
                    + spec
                    + "}\nstatus: "
                    + status,
                Pod.class);
    return VanishedPods.endedCleanly(pod);
  }
}
