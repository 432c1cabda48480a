package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else holds a lock on PostgreSQL that a migration needs. */
class LockTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;
  private Connection report;

  @BeforeEach
  void aLongReport() throws SQLException {
    scene = new Scene(Engine.POSTGRESQL, temp).counting();
    scene.up();
    scene.file(
        "004_wide.sql",
        "-- phase: expand\n" + Scene.COUNT + ";\nALTER TABLE counter ADD COLUMN wide int;\n");
    report =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:"
                + Postgres.port()
                + "/"
                + scene.name()
                + "?ApplicationName=report",
            "postgres",
            "");
    report.setAutoCommit(false);
    try (var statement = report.createStatement()) {
      statement.executeQuery("SELECT 'a secret' FROM counter").close();
    }
  }

  @AfterEach
  void end() throws SQLException {
    report.close();
    scene.close();
  }

  @Test
  void whatWasAppliedBeforeTheOneThatWaitsIsInTheWindow() {
    scene.file("004_wide.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");
    scene.expand(5, "ALTER TABLE counter ADD COLUMN wide int").expand(6, Scene.COUNT);

    var result = scene.up("--lock-timeout", "100ms");

    assertThat(result.code()).as(result.text()).isEqualTo(4);
    assertThat(result.applied()).isEqualTo("4");
    assertThat(scene.history()).endsWith("3 completed,4 completed");
    assertThat(scene.window()).isEqualTo("3 4 null");
  }

  @Test
  void whoHoldsItIsToldAndTheMigrationGoesOnOnceItIsFree() throws SQLException {
    var run = CompletableFuture.supplyAsync(() -> scene.up("--lock-timeout", "700ms"));
    Sleep.millis(4000);
    assertThat(run).isNotDone();
    report.rollback();

    var result = run.join();
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err())
        .contains("waiting for a lock, attempt 3 of 5")
        .containsPattern(
            "held by pid \\d+ \\(report, user postgres, idle in transaction, transaction for \\d+ s,"
                + " last query begun \\d+ s ago, AccessShareLock on counter\\)");
    assertThat(scene.counter()).isEqualTo(3);
    assertThat(result.json().path("lock").path("waits").asInt()).isGreaterThan(1);
  }

  @Test
  void itGivesUpForNowWithoutAnythingChangedAndShowsNoQuery() {
    var result = scene.up("--lock-timeout", "300ms");

    assertThat(result.code()).as(result.text()).isEqualTo(4);
    assertThat(result.reason()).isEqualTo("WaitingForLock");
    assertThat(result.json().path("failure").path("message").asText())
        .contains("held by pid", "report");
    assertThat(result.text()).doesNotContain("a secret");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aStatementThatTakesTooLongFailsItsMigration() throws SQLException {
    report.rollback();
    scene.file("005_slow.sql", "-- phase: expand\n" + Scene.COUNT + ";\nSELECT pg_sleep(30);\n");

    var result = scene.up("--statement-timeout", "500ms");

    assertThat(result.code()).as(result.text()).isEqualTo(1);
    assertThat(result.json().path("failure").path("sqlState").asText()).isEqualTo("57014");
    assertThat(result.json().path("failure").path("line").asInt()).isEqualTo(3);
    assertThat(scene.counter()).isEqualTo(3);
  }
}
