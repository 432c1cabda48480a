package io.schemamigration.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chart of this checkout, installed by Helm, runs the operator of this checkout. */
@UsesOperator(OperatorUse.EXCLUSIVE)
@ExtendWith(ClusterExtension.class)
class OperatorReleaseTest {
  private static final String RESTARTS =
      "jsonpath={.items[*].status.containerStatuses[*].restartCount}";

  private final OperatorRelease operator;

  OperatorReleaseTest(Cluster cluster) {
    this.operator = cluster.operator();
  }

  @Test
  void operatorTellsItsMetrics() {
    assertThat(operator.metrics()).contains("schemamigration_build_info");
  }

  @Test
  void killedOperatorComesBack() {
    // the pod that an earlier class scaled away may still be ending
    await().atMost(Duration.ofMinutes(1)).until(() -> !podRestarts().contains(" "));
    var before = restarts();
    operator.kill();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(restarts()).isEqualTo(before + 1));
    operator.scale(1);
    assertThat(operator.metrics()).contains("schemamigration_build_info");
  }

  private int restarts() {
    return Integer.parseInt(podRestarts());
  }

  /** Of each pod of the operator, separated by spaces. */
  private String podRestarts() {
    return operator.kubectl("get", "pods", "-o", RESTARTS).run();
  }
}
