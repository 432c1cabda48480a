package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.NodeProcess;
import io.schemamigration.e2e.app.Pause;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A runner whose machine hung, which was given up, and whose work somebody else has done, goes on:
 * it changes nothing any more.
 */
@ExtendWith(ClusterExtension.class)
class LateRunnerTest {
  private static final String LOCK = "hashtextextended('schema-migration public', 0)";
  private static final String FAILED = "{\"status\":{\"phase\":\"Failed\"}}";

  private final Cluster cluster;
  private final PostgresFixture postgres;

  LateRunnerTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @Test
  void tokenOfARunnerThatWasGivenUpIsRefused() throws SQLException {
    var database = postgres.createDatabase();
    try (var app = App.ready(cluster, database);
        var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      app.addCounting(2, "expand").publish();
      var late = hang(app);
      statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      var log = giveUp(app);
      app.awaitReady("2");
      var number = app.query("SELECT step_number FROM schema_migration_window");

      late.wake();
      eventually(() -> assertThat(late.runs()).isFalse());
      late.bury();
      eventually(() -> assertThat(cluster.node("cat", log).run()).contains("Superseded"));
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.query("SELECT step_number FROM schema_migration_window")).isEqualTo(number);
    }
  }

  @Test
  void migrationOfARunnerThatWasGivenUpInTheMidstOfItIsNotAppliedTwice() {
    try (var app = App.ready(cluster, postgres.createDatabase());
        var pause = app.pause()) {
      app.add("002_slow.sql", "-- phase: expand\n" + App.COUNT + Pause.HERE).publish();
      pause.await();
      var late = hang(app);
      pause.end();
      giveUp(app);
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);

      late.wake();
      eventually(() -> assertThat(late.runs()).isFalse());
      late.bury();
      assertThat(app.counter()).isEqualTo(1);
      assertThat(app.applied()).isEqualTo("1 2");
    }
  }

  private NodeProcess hang(App app) {
    var process = NodeProcess.of(cluster, running(app));
    process.hang();
    return process;
  }

  /**
   * What Kubernetes does to a pod whose node is gone for good: it is deleted without grace and
   * noted as failed. Returns its log, under a name that the kubelet doesn't know.
   *
   * <p>On a node that is gone no kubelet contradicts. This one lives, sees the container run, and
   * every ten seconds writes so over what is noted. The Job's controller takes a second to look:
   * what it has to see is noted until it has, and has let the pod go.
   */
  private String giveUp(App app) {
    var pod = running(app).getMetadata();
    var log = "/var/log/late-" + pod.getUid() + ".log";
    var folder = "/var/log/pods/%s_%s_%s".formatted(app.namespace(), pod.getName(), pod.getUid());
    cluster.node("sh", "-c", "ln " + folder + "/migrate/0.log " + log).run();
    app.kubectl("delete", "pod", pod.getName(), "--force", "--grace-period=0", "--wait=false")
        .run();
    app.awaits(() -> {
      app.kubectl("patch", "pod", pod.getName(), "--subresource=status", "-p", FAILED).tryToRun();
      assertThat(app.stepPods()).noneMatch(p -> p.getMetadata().getUid().equals(pod.getUid()));
    });
    return log;
  }

  private static Pod running(App app) {
    eventually(() -> assertThat(app.stepPods()).anyMatch(LateRunnerTest::runs));
    return app.stepPods().stream().filter(LateRunnerTest::runs).findFirst().orElseThrow();
  }

  private static boolean runs(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .anyMatch(status -> status.getState().getRunning() != null);
  }
}
