package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What old code doesn't survive waits until no old code is left. */
@Order(3) // it waits for slow pods
@ExtendWith(ClusterExtension.class)
class ContractTest {
  /** Longer than all the rest of a rollout takes. */
  private static final int LONG = 30;

  private static final Workload NEW = Workload.deployment("2");

  private final Cluster cluster;
  private final PostgresFixture postgres;

  ContractTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @Test
  void contractWaitsForATerminatingPod() {
    var old = Workload.deployment("1").replicas(1).goodbye(LONG);
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.release(old);
      app.awaitRollout(old);
      app.addCounting(2, "contract").publish();
      app.release(NEW.replicas(1));
      eventually(() -> assertThat(app.runningPods("app", "2")).hasSize(1));
      eventually(() -> assertThat(app.runningPods("app", "1")).isEmpty());

      var message = app.awaitReason("WaitingForPods");
      eventually(() -> assertThat(app.condition().getMessage()).contains("is terminating"));
      assertThat(message).contains("contract 2 waits for");
      nothingIsClaimedBesideAnOldPod(app);

      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.state()).isEqualTo("2..2 Applied");
    }
  }

  @Test
  void contractWaitsForAStatefulSetAndItsPodsMayRestartMeanwhile() {
    var old = Workload.deployment("1");
    var store = Workload.statefulSet("1");
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.release(store);
      app.release(old);
      app.awaitRollout(old);
      app.awaitRollout(store);
      app.addCounting(2, "contract").publish();
      app.release(NEW);
      app.awaitRollout(NEW);
      assertThat(app.awaitReason("WaitingForPods")).contains("Pod/store-0 (schema 1:");

      var before = app.pods("store").getFirst().getMetadata().getUid();
      app.kubectl("delete", "pod", "store-0").run();
      app.awaitRollout(store);
      assertThat(app.pods("store").getFirst().getMetadata().getUid()).isNotEqualTo(before);
      assertThat(app.counter()).isZero();
      assertThat(app.state()).isEqualTo("0..2 WaitingForPods");

      app.release(Workload.statefulSet("2"));
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.runningPods("store", "2")).hasSize(1);
    }
  }

  @Test
  void podsFromBeforeTheLabelCount() {
    var unlabelled = Workload.deployment("").replicas(1).goodbye(LONG);
    try (var app = App.of(cluster, postgres.createDatabase())) {
      app.release(unlabelled);
      app.awaitRollout(unlabelled);
      app.publish();
      app.apply(App.schemaMigration(""));
      app.awaitReady("1");
      app.release(NEW.replicas(1)); // from here on the label says whose pods these are
      app.awaitReason("VersionUnknown");
      app.addCounting(2, "contract").publish();
      eventually(() -> assertThat(app.runningPods("app", "2")).hasSize(1));
      app.awaitReason("WaitingForPods");
      eventually(
          () -> assertThat(app.condition().getMessage()).contains("(schema 0: is terminating)"));
      nothingIsClaimedBesideAnOldPod(app);
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
    }
  }

  /** What was seen before an old pod was found alive happened beside it. */
  private static void nothingIsClaimedBesideAnOldPod(App app) {
    while (true) {
      var counter = app.counter();
      var claims = app.jobs("claim");
      if (!oldPodLives(app)) {
        return;
      }
      assertThat(counter).as("applied beside an old pod").isZero();
      assertThat(claims).as("claimed beside an old pod").isEmpty();
    }
  }

  /** A pod whose containers have all ended is there for a moment longer. */
  private static boolean oldPodLives(App app) {
    return app.pods("app").stream()
        .filter(pod -> !App.version(pod).equals("2"))
        .anyMatch(pod -> !List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase()));
  }
}
