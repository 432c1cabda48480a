package io.schemamigration.runner.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break, and runners that meet, on PostgreSQL. */
class NetworkTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  @Test
  void aCommitWithoutAnAnswerIsNeitherRepeatedNorForgotten() {
    try (var scene = new Scene(Engine.POSTGRESQL, temp).counting()) {
      var commits = new AtomicInteger();
      try (var wire =
          new Wire((number, text) ->
              text.contains("COMMIT") && commits.incrementAndGet() == 3
                  ? Wire.Fate.UNANSWERED
                  : Wire.Fate.PASSES)) {
        var result =
            scene.migrate(
                scene.stepArgs(
                    scene.postgresUrl(wire.port()),
                    "expand",
                    1,
                    "--version",
                    "3",
                    "--first-install"));

        assertThat(result.code()).as(result.text()).isZero();
        assertThat(result.applied()).isEqualTo("1 2 3");
        assertThat(result.err()).contains("reconnecting");
      }
      assertThat(scene.counter()).isEqualTo(2);
      assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 completed");
    }
  }

  @Test
  void aTransactionThatWasCutIsDoneAgain() {
    try (var scene = new Scene(Engine.POSTGRESQL, temp).counting()) {
      var counts = new AtomicInteger();
      try (var wire =
          new Wire((number, text) ->
              text.contains("UPDATE counter") && counts.incrementAndGet() == 1
                  ? Wire.Fate.LOST
                  : Wire.Fate.PASSES)) {
        var result =
            scene.migrate(
                scene.stepArgs(scene.postgresUrl(wire.port()), "expand", 1, "--version", "3"));

        assertThat(result.code()).as(result.text()).isZero();
        assertThat(result.applied()).isEqualTo("1 2");
      }
      assertThat(scene.counter()).isEqualTo(1);
    }
  }

  @Test
  void verifyAsksAgainWhenAConnectionDiesWithoutAWord() {
    try (var scene = new Scene(Engine.POSTGRESQL, temp).counting()) {
      scene.up();
      var swallowed = new AtomicInteger();
      try (var wire =
          new Wire((number, text) ->
              text.contains("schema_migration_window") && swallowed.incrementAndGet() == 1
                  ? Wire.Fate.SWALLOWED
                  : Wire.Fate.PASSES)) {
        var answer =
            CompletableFuture.supplyAsync(() ->
                Scene.migrate(
                    Map.of(), "verify", "--url", scene.postgresUrl(wire.port()), "--version", "3"));

        assertThat(answer)
            .succeedsWithin(Duration.ofMinutes(1))
            .matches(result -> result.code() == 0, "fits");
        assertThat(swallowed).hasValueGreaterThan(1);
      }
    }
  }
}
