package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.OperatorPod;
import io.schemamigration.e2e.app.Pause;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.OperatorUse;
import io.schemamigration.e2e.cluster.PostgresFixture;
import io.schemamigration.e2e.cluster.UsesOperator;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whenever the operator dies, each migration is applied once and the status is right in the end.
 */
@UsesOperator(OperatorUse.EXCLUSIVE)
@ExtendWith(ClusterExtension.class)
class OperatorKilledTest {
  private static final Workload OLD = Workload.deployment("1");
  private static final Workload NEW = Workload.deployment("2");
  private static final String SLOW = "-- phase: expand\n" + App.COUNT + Pause.HERE;
  private static final int ROUNDS = 4;

  private final Cluster cluster;
  private final PostgresFixture postgres;

  OperatorKilledTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
  }

  @AfterEach
  void operatorAgain() {
    cluster.operator().scale(1);
  }

  @Test
  void killedRightAfterTheJobWasCreated() {
    var operator = OperatorPod.running(cluster);
    try (var app = App.ready(cluster, postgres.createDatabase());
        var pause = app.pause()) {
      app.add("002_slow.sql", SLOW).publish();
      var job = awaitJobOfExpandToTwo(app);
      operator.kill();
      assertThat(app.counter()).as("the Job was just made").isZero();
      pause.end();
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.step().job()).as("adopted").isEqualTo(job.getMetadata().getName());
      assertThat(app.step().attempt()).isEqualTo(1);
    }
  }

  @Test
  void killedWhileTheJobRuns() {
    var operator = OperatorPod.running(cluster);
    try (var app = App.ready(cluster, postgres.createDatabase());
        var pause = app.pause()) {
      app.release(OLD);
      app.awaitRollout(OLD);
      app.release(NEW);
      app.add("002_slow.sql", SLOW).publish();
      pause.await();
      operator.kill();
      pause.end();
      eventually(() -> assertThat(app.counter()).isEqualTo(1));
      assertThat(app.held()).as("released by nobody else").isTrue();
      app.awaitReady("2");
      app.awaitRollout(NEW);
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.step().attempt()).isEqualTo(1);
    }
  }

  @Test
  void killedBeforeTheResultStandsInTheStatus() {
    var operator = OperatorPod.running(cluster);
    try (var app = App.ready(cluster, postgres.createDatabase());
        var pause = app.pause()) {
      app.add("002_slow.sql", SLOW).publish();
      pause.await();
      operator.process().stop();
      pause.end();
      eventually(() -> assertThat(app.counter()).isEqualTo(1));
      eventually(() ->
          assertThat(app.jobs("expand"))
              .allMatch(job -> Integer.valueOf(1).equals(job.getStatus().getSucceeded())));
      assertThat(app.step().outcome()).as("nobody has written it").isNull();
      operator.kill();
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.step().attempt()).isEqualTo(1);
    }
  }

  /** Expand, claim and contract follow one another; whichever is hit, nothing is done twice. */
  @Test
  void killedAtAnyTime() throws InterruptedException {
    var random = new Random(1);
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      for (int round = 1; round <= ROUNDS; round++) {
        var operator = OperatorPod.running(cluster);
        app.addCounting(2 * round, "expand").addCounting(2 * round + 1, "contract").publish();
        Thread.sleep(Duration.ofMillis(random.nextLong(8000)));
        operator.kill();
        int highest = 2 * round + 1;
        eventually(() -> assertThat(app.state()).isEqualTo(highest + ".." + highest + " Applied"));
        assertThat(app.counter()).isEqualTo(2 * round);
      }
      assertThat(app.applied()).isEqualTo("1 2 3 4 5 6 7 8 9");
    }
  }

  private static Job awaitJobOfExpandToTwo(App app) {
    eventually(() -> {
      assertThat(app.status().step()).isNotNull();
      assertThat(app.step().name()).isEqualTo("expand");
      assertThat(app.step().version()).isEqualTo("2");
      assertThat(app.jobs("expand")).anyMatch(job -> isOf(app, job));
    });
    return app.jobs("expand").stream().filter(job -> isOf(app, job)).findFirst().orElseThrow();
  }

  private static boolean isOf(App app, Job job) {
    return job.getMetadata().getName().equals(app.step().job());
  }
}
