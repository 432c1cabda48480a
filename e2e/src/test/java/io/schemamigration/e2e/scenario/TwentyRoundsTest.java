package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Release after release, in two namespaces at once. */
@Order(1) // the longest of those that run side by side
@ExtendWith(ClusterExtension.class)
class TwentyRoundsTest {
  private static final int ROUNDS = 20;
  private static final int CONTRACT_EVERY = 5;

  private final Cluster cluster;
  private final PostgresFixture postgres;

  TwentyRoundsTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @Test
  void noReleaseIsMissedAndNothingIsLeftOver() {
    try (var one = App.ready(cluster, postgres.createDatabase());
        var other = App.ready(cluster, postgres.createDatabase())) {
      var apps = List.of(one, other);
      for (int round = 1; round <= ROUNDS; round++) {
        int version = round + 1;
        var phase = round % CONTRACT_EVERY == 0 ? "contract" : "expand";
        for (var app : apps) {
          // both orders: the release may come before its migration or after
          var release = release(version);
          if (round % 2 == 0) {
            app.release(release);
          }
          app.addCounting(version, phase).publish();
          app.release(release);
        }
        for (var app : apps) {
          eventually(() ->
              assertThat(app.runningPods("app", release(version).version()))
                  .as(app.state())
                  .hasSize(1));
        }
      }
      for (var app : apps) {
        app.awaitReady(String.valueOf(ROUNDS + 1));
        app.awaitRollout(release(ROUNDS + 1));
        assertThat(app.state()).isEqualTo("21..21 Applied");
        assertThat(app.counter()).isEqualTo(ROUNDS);
        assertThat(app.held()).isFalse();
        assertThat(app.status().pending()).isNullOrEmpty();
        assertThat(app.status().blockedBy()).isNullOrEmpty();
        // the Job controller tells the end of the last one later than its pod does
        eventually(() -> assertBounded(app));
      }
    }
  }

  private static Workload release(int version) {
    return Workload.deployment(String.valueOf(version)).replicas(1);
  }

  /** Whose files changed before it had read them is refused, and its step planned again. */
  private static boolean hasEnded(Job job) {
    return job.getStatus().getConditions().stream()
        .anyMatch(c ->
            List.of("Complete", "Failed").contains(c.getType()) && c.getStatus().equals("True"));
  }

  /** Jobs end by themselves, and none is made without need. */
  private static void assertBounded(App app) {
    var jobs =
        List.of(app.jobs("expand"), app.jobs("claim"), app.jobs("contract"), app.jobs("withdraw"));
    var all = jobs.stream().flatMap(List::stream).toList();
    for (var job : all) {
      var name = job.getMetadata().getName();
      assertThat(job.getSpec().getTtlSecondsAfterFinished()).as(name).isPositive();
      assertThat(hasEnded(job)).as(name).isTrue();
    }
    // an expand for each round; a claim that the next release's files overtake is withdrawn and
    // made again
    assertThat(all.size()).isLessThanOrEqualTo(3 * ROUNDS);
  }
}
