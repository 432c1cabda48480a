package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.LongRunning;
import io.schemamigration.e2e.cluster.OperatorUse;
import io.schemamigration.e2e.cluster.PostgresFixture;
import io.schemamigration.e2e.cluster.UsesOperator;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod that is force-deleted while no operator watches may still be running. */
@LongRunning
@UsesOperator(OperatorUse.EXCLUSIVE)
@ExtendWith(ClusterExtension.class)
class VanishedPodTest {
  private static final Duration KUBELET = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final PostgresFixture postgres;

  VanishedPodTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
  }

  @AfterEach
  void operatorAgain() {
    cluster.operator().scale(1);
  }

  @Test
  void itCountsUntilItsNodeHasReportedForAMinute() {
    cluster.operator().scale(1);
    var old = Workload.deployment("1").replicas(1);
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.release(old);
      app.awaitRollout(old);
      var uid = app.pods("app").getFirst().getMetadata().getUid();
      eventually(() -> assertThat(app.status().pods()).anyMatch(pod -> pod.uid().equals(uid)));

      cluster.operator().scale(0);
      app.kubectl("delete", "deployment", "app", "--cascade=orphan").run();
      app.kubectl("delete", "replicasets", "--all", "--cascade=orphan").run();
      app.kubectl("delete", "pods", "--all", "--force", "--grace-period=0").run();
      app.addCounting(2, "contract").publish();
      var begin = Instant.now();
      cluster.operator().scale(1);

      app.awaitReason("WaitingForPods");
      assertThat(app.status().blockedBy()).anyMatch(blocker -> uid.equals(blocker.uid()));
      assertThat(app.counter()).isZero();
      app.awaitReady("2");
      assertThat(Duration.between(begin, Instant.now())).isGreaterThan(KUBELET);
      assertThat(app.counter()).isEqualTo(1);
      eventually(() -> assertThat(app.status().pods()).isNullOrEmpty());
    }
  }
}
