package io.schemamigration.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A contract that waits for one old workload doesn't stop the releases of another. */
@ExtendWith(ClusterExtension.class)
class OvertakingClusterTest {
  private static final Workload NEW = Workload.deployment("3");

  private final Cluster cluster;
  private final PostgresFixture postgres;

  OvertakingClusterTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @Test
  void aReleaseThatNeedsOtherThingsGoesPastAContractThatWaits() {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.release(Workload.statefulSet("1"));
      app.awaitRollout(Workload.statefulSet("1"));
      app.addCounting(2, "contract")
          .add("003_notes.sql", "CREATE TABLE notes (id int);\n")
          .publish();

      app.release(NEW);
      app.awaitRollout(NEW);
      assertThat(app.awaitReason("WaitingForPods")).contains("contract 2 waits for");
      assertThat(app.state()).isEqualTo("0..3 WaitingForPods");
      assertThat(app.counter()).as("the contract").isZero();

      app.release(Workload.statefulSet("3"));
      app.awaitReady("3");
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.state()).isEqualTo("2..3 Applied");
    }
  }
}
