package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.cluster.Cluster;
import org.junit.jupiter.api.Test;

/** A DaemonSet is held by the strategy OnDelete, so that no node loses its pod. */
class DaemonSetHoldTest extends GateTest {
  private static final String SET = "daemonset/d";
  private static final String OWN = "{\"maxSurge\":0,\"maxUnavailable\":2}";

  DaemonSetHoldTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void versionAboveTheMaximumIsHeldAndReleasedByTheMaximum() {
    released("RollingUpdate");
    apply(set("6"));
    assertThat(type()).isEqualTo("OnDelete");
    assertThat(annotation(SET, HELD)).isEqualTo("true");
    var generation = get(SET, "{.metadata.generation}");
    apply(set("6"));
    kubectl("apply", "--server-side", "--force-conflicts", "-f", "-").reading(set("6")).run();
    assertThat(get(SET, "{.metadata.generation}")).isEqualTo(generation);

    tell(SET, "6", "0");
    assertThat(type()).isEqualTo("RollingUpdate");
    assertThat(annotation(SET, HELD)).isEmpty();
    assertThat(get(SET, "{.spec.updateStrategy.rollingUpdate}")).isEqualTo(OWN);
  }

  @Test
  void returnToAnOlderVersionNeedsNoOperator() {
    released("RollingUpdate");
    apply(set("6"));
    patching(SET, "{\"spec\":{\"updateStrategy\":{\"type\":\"RollingUpdate\"}}}").run();
    assertThat(type()).as("it can't be taken out of the hold").isEqualTo("OnDelete");
    apply(set("5"));

    assertThat(type()).isEqualTo("RollingUpdate");
    assertThat(annotation(SET, HELD)).isEmpty();
  }

  @Test
  void strategyOfTheUsersOwnStays() {
    released("OnDelete");
    apply(set("6"));
    assertThat(annotation(SET, HELD)).isEmpty();
    tell(SET, "6", "0");

    assertThat(type()).isEqualTo("OnDelete");
  }

  private static String set(String version) {
    return Manifests.workload("DaemonSet", "d", version);
  }

  private void released(String type) {
    apply(set("5"));
    patching(
            SET,
            "{\"spec\":{\"updateStrategy\":{\"type\":\"%s\",\"rollingUpdate\":%s}}}"
                .formatted(type, OWN))
        .run();
    tell(SET, "5", "0");
  }

  private String type() {
    return get(SET, "{.spec.updateStrategy.type}");
  }
}
