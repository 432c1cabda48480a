package io.schemamigration.runner.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.PgBouncer;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between the runner and PostgreSQL is a PgBouncer. */
class PoolerTest {
  @TempDir Path temp;
  private Scene scene;

  @BeforeEach
  void files() {
    scene = new Scene(Engine.POSTGRESQL, temp).counting();
  }

  @AfterEach
  void drop() {
    scene.close();
  }

  private Result up(PgBouncer pooler) {
    return Scene.migrate(
        Map.of(),
        "up",
        "--url",
        scene.postgresUrl(pooler.port()),
        "--dir",
        scene.folder.toString(),
        "--output",
        "json");
  }

  @ParameterizedTest
  @CsvSource({"transaction, 1", "transaction, 5", "statement, 5"})
  void oneThatSharesSessionsIsRefusedAndNothingIsChanged(String mode, int sessions) {
    try (var pooler = new PgBouncer(temp, mode, sessions)) {
      var result = up(pooler);

      assertThat(result.code()).as(result.text()).isEqualTo(3);
      assertThat(result.reason()).isEqualTo("CredentialsInvalid");
      assertThat(result.text()).contains("gives each transaction another session", "session mode");
      assertThat(scene.hasTable("schema_migration_window")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "5"})
  void oneInSessionModeIsFine(int sessions) {
    try (var pooler = new PgBouncer(temp, "session", sessions)) {
      var result = up(pooler);

      assertThat(result.code()).as(result.text()).isZero();
      assertThat(scene.counter()).isEqualTo(2);
    }
  }

  @Test
  void verifyWorksThroughAnyAndLeavesNoSettingsBehind() {
    scene.up();
    try (var pooler = new PgBouncer(temp, "transaction", 1)) {
      var url = scene.postgresUrl(pooler.port());

      var answer = Scene.migrate(Map.of(), "verify", "--url", url, "--version", "3");

      assertThat(answer.code()).as(answer.text()).isZero();
      assertThat(scene.askAt(pooler.port(), "SHOW lock_timeout")).isEqualTo("0");
    }
  }
}
