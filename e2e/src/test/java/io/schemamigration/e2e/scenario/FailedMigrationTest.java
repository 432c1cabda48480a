package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A migration that fails leaves nothing behind, and nobody without a pod. */
@ExtendWith(ClusterExtension.class)
class FailedMigrationTest {
  private static final Workload OLD = Workload.deployment("1");
  private static final Workload NEW = Workload.deployment("2");
  private static final String FILE = "002_three_statements.sql";
  private static final String WRONG = "INSERT INTO no_such_table VALUES (1);\n";

  private final Cluster cluster;
  private final PostgresFixture postgres;

  FailedMigrationTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
  }

  @Test
  void errorInTheSecondStatementLeavesNothingAndACorrectionGoesOnByItself() {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.release(OLD);
      app.awaitRollout(OLD);
      app.release(NEW);
      app.add(FILE, "-- phase: expand\n" + App.COUNT + WRONG + App.COUNT).publish();

      var message = app.awaitReason("MigrationFailed");
      assertThat(message)
          .contains("migration 2 at " + FILE + ":3 (statement 2, SQLSTATE 42P01)")
          .contains("no_such_table")
          .contains("Deployment/app is held: needs schema 2, has 1");
      var failure = app.failure();
      assertThat(failure.file()).isEqualTo(FILE);
      assertThat(failure.line()).isEqualTo(3);
      assertThat(failure.statement()).isEqualTo(2);
      assertThat(failure.sqlState()).isEqualTo("42P01");
      assertThat(failure.hint()).isNotBlank();
      assertThat(app.counter()).as("statement 1 is rolled back").isZero();
      assertThat(app.applied()).isEqualTo("1");
      assertThat(app.held()).isTrue();
      assertThat(app.pods("app")).hasSize(2).allMatch(App::ready);
      assertThat(failedSteps(app)).isEqualTo(1);

      app.add(FILE, "-- phase: expand\n" + App.COUNT + App.COUNT + App.COUNT).publish();
      app.awaitReady("2");
      app.awaitRollout(NEW);
      assertThat(app.counter()).isEqualTo(3);
      assertThat(app.status().lastFailure()).isNull();
    }
  }

  /** Nobody but a person can mend it: it is not tried again with the same files. */
  @Test
  void failedMigrationIsNotTriedAgainUnchanged() {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.add(FILE, "-- phase: expand\n" + App.COUNT + WRONG).publish();
      app.awaitReason("MigrationFailed");
      var number = app.step().number();
      app.kubectl("annotate", "smig", "app", "look=again").run();
      app.kubectl("annotate", "configmap", "migrations", "look=again").run();
      eventually(
          () -> assertThat(app.resource().getMetadata().getAnnotations()).containsKey("look"));
      app.release(NEW);
      eventually(() -> assertThat(app.condition().getMessage()).contains("is held"));
      assertThat(app.step().number()).isEqualTo(number);
      assertThat(failedSteps(app)).isEqualTo(1);
      assertThat(app.counter()).isZero();
    }
  }

  /** There is an Event for each. */
  private static long failedSteps(App app) {
    var reasons = app.kubectl("get", "events", "-o", "jsonpath={.items[*].reason}").run();
    return Arrays.stream(reasons.split(" ", -1)).filter("MigrationFailed"::equals).count();
  }
}
