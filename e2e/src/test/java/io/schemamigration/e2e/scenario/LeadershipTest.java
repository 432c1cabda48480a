package io.schemamigration.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.OperatorRelease;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of two operators one leads; when its pod is told to end, the other leads within seconds. */
@ExtendWith(ClusterExtension.class)
class LeadershipTest {
  /** A lease that nobody releases expires after 15 seconds. */
  private static final Duration TAKEOVER = Duration.ofSeconds(5);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int ROUNDS = 3;

  private final Cluster cluster;
  private final PostgresFixture postgres;

  LeadershipTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
  }

  @AfterEach
  void oneOperatorAgain() {
    cluster.operator().scale(1);
  }

  @Test
  void whoStandsByLeadsAndActsSoonAfterTheLeadersPodIsDeleted(TestReporter reporter) {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      for (int round = 1; round <= ROUNDS; round++) {
        cluster.operator().scale(2);
        var old = lease(app).getHolderIdentity();
        assertThat(old).isNotEmpty();

        var deleted = Instant.now();
        cluster.operator().kubectl("delete", "pod", old, "--wait=false").run();
        await()
            .atMost(TAKEOVER)
            .pollInterval(POLL)
            .untilAsserted(
                () -> assertThat(lease(app).getHolderIdentity()).isNotEmpty().isNotEqualTo(old));
        var taken = Duration.between(deleted, Instant.now());
        reporter.publishEntry("takeover " + round, taken.toMillis() + " ms");

        var leads = lease(app);
        app.addCounting(round + 1, "expand").publish();
        app.awaitReady(Integer.toString(round + 1));
        assertThat(app.counter()).isEqualTo(round);
        assertThat(lease(app).getHolderIdentity()).isEqualTo(leads.getHolderIdentity());
        assertThat(lease(app).getRenewTime()).isAfter(leads.getRenewTime());
      }
    }
  }

  private static LeaseSpec lease(App app) {
    return app.client()
        .leases()
        .inNamespace(OperatorRelease.NAMESPACE)
        .withName(OperatorRelease.NAME)
        .require()
        .getSpec();
  }
}
