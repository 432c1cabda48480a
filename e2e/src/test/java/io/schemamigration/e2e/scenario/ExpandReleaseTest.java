package io.schemamigration.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.PodWatch;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new release waits for its schema, and nobody waits for the new release. */
@ExtendWith(ClusterExtension.class)
class ExpandReleaseTest {
  private static final Workload OLD = Workload.deployment("1");
  private static final Workload NEW = Workload.deployment("2");

  private final Cluster cluster;
  private final PostgresFixture postgres;

  ExpandReleaseTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @Test
  void newPodsComeAfterTheMigrationAndOldOnesServeUntilThen() {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.release(OLD);
      app.awaitRollout(OLD);
      try (var watch = new PodWatch(app.client(), app.namespace())) {
        App.eventually(() -> assertThat(watch.moments()).hasSizeGreaterThanOrEqualTo(2));
        app.release(NEW);
        assertThat(app.held()).as("held before its migration is there").isTrue();
        // long enough for a controller that doesn't wait to start pods
        app.add("002_slow.sql", "-- phase: expand\nSELECT pg_sleep(4);\n" + App.COUNT);
        app.publish();
        app.awaitRollout(NEW);
        app.awaitReady("2");
        var moments = watch.moments().stream().skip(2).toList();
        assertThat(moments).anyMatch(pods -> count(pods, "2") > 0);
        assertThat(moments)
            .allSatisfy(pods -> {
              boolean done = pods.stream().anyMatch(ExpandReleaseTest::stepToTwoIsDone);
              if (!done) {
                assertThat(count(pods, "2")).as("new pods before the migration").isZero();
                assertThat(serving(pods)).as("old pods serve").isEqualTo(2);
              }
              assertThat(serving(pods)).as("pods that serve").isGreaterThanOrEqualTo(2);
            });
      }
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.held()).isFalse();
    }
  }

  private static boolean stepToTwoIsDone(Pod pod) {
    return PodWatch.stepDone(pod)
        && pod.getSpec().getContainers().getFirst().getArgs().contains("--version")
        && versionOf(pod).equals("2");
  }

  private static String versionOf(Pod step) {
    var arguments = step.getSpec().getContainers().getFirst().getArgs();
    return arguments.get(arguments.indexOf("--version") + 1);
  }

  private static long count(List<Pod> pods, String version) {
    return pods.stream().filter(pod -> App.version(pod).equals(version)).count();
  }

  private static long serving(List<Pod> pods) {
    return pods.stream().filter(pod -> !App.version(pod).isEmpty() && App.ready(pod)).count();
  }
}
