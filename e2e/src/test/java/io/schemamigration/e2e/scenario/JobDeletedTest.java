package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Pause;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Job or a pod that somebody deletes is no success, and its migration is not applied twice. */
@ExtendWith(ClusterExtension.class)
class JobDeletedTest {
  private static final Workload OLD = Workload.deployment("1");
  private static final Workload NEW = Workload.deployment("2");
  private static final String SLOW = "-- phase: expand\n" + App.COUNT + Pause.HERE;

  private final Cluster cluster;
  private final PostgresFixture postgres;

  JobDeletedTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pod", "job", "job,pod"})
  void deletedWhileItRuns(String what) {
    try (var app = App.ready(cluster, postgres.createDatabase());
        var pause = app.pause()) {
      app.release(OLD);
      app.awaitRollout(OLD);
      app.release(NEW);
      app.add("002_slow.sql", SLOW).publish();
      pause.await();
      var selector = "schemamigration.io/step=expand";
      app.kubectl("delete", what, "-l", selector, "--wait=false").run();
      assertThat(app.counter()).as("deleted before its end").isZero();
      assertThat(app.held()).as("no success").isTrue();
      assertThat(app.status().appliedVersion()).isEqualTo("1");

      pause.end();
      app.awaitReady("2");
      app.awaitRollout(NEW);
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.applied()).isEqualTo("1 2");
      eventually(() -> assertThat(app.status().lastFailure()).isNull());
    }
  }
}
