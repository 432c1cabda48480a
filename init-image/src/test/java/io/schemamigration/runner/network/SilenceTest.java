package io.schemamigration.runner.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.backfill.BackfillTest;
import io.schemamigration.runner.db.LivelySockets;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection to PostgreSQL that dies without a word. */
class SilenceTest {
  /** Ten seconds more than the lock timeout that is given. */
  private static final Duration BOUND = Duration.ofSeconds(11);

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp).counting();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Result up(Wire wire) {
    return Scene.migrate(
        java.util.Map.of(),
        "up",
        "--url",
        scene.postgresUrl(wire.port()),
        "--dir",
        scene.folder.toString(),
        "--lock-timeout",
        "1s",
        "--output",
        "json");
  }

  @Test
  void anAnswerToOurOwnQuestionThatStaysOutIsNotWaitedForAndTheRunGoesOn() {
    var asked = new AtomicInteger();
    try (var wire =
        new Wire((number, text) ->
            text.contains("pg_try_advisory_lock") && asked.incrementAndGet() == 1
                ? Wire.Fate.SWALLOWED
                : Wire.Fate.PASSES)) {
      var run = CompletableFuture.supplyAsync(() -> up(wire), BackfillTest.THREADS);

      assertThat(run).succeedsWithin(BOUND.plusSeconds(25));
      var result = run.join();
      assertThat(result.code()).as(result.text()).isZero();
      assertThat(result.err()).contains("reconnecting: no answer from", "for 11 s");
      assertThat(asked).hasValueGreaterThan(1);
    }
    assertThat(scene.counter()).isEqualTo(2);
  }

  /** It runs in the server meanwhile, and may for hours. */
  @Test
  void aMigrationsStatementMayTakeLonger() {
    scene.expand(4, "SELECT pg_sleep(" + BOUND.plusSeconds(2).toSeconds() + ");\n" + Scene.COUNT);
    scene.file("005_apart.sql", "-- phase: expand\nVACUUM counter;\n" + Scene.COUNT + ";\n");
    try (var wire = new Wire((number, text) -> Wire.Fate.PASSES)) {
      var result = up(wire);

      assertThat(result.code()).as(result.text()).isZero();
      assertThat(result.err()).doesNotContain("reconnecting");
    }
    assertThat(scene.counter()).isEqualTo(4);
  }

  @Test
  void theServerLooksAfterItsClient() {
    scene.expand(
        4,
        "DO $$ BEGIN ASSERT current_setting('tcp_keepalives_idle') = '30'"
            + " AND current_setting('tcp_keepalives_count') = '3'; END $$");
    assertThat(scene.up().code()).isZero();
  }

  @Test
  void theClientLooksAfterItsServer() throws IOException {
    var set = new HashMap<String, Object>();
    try (var socket = new LivelySockets().createSocket()) {
      assertThat(socket.getKeepAlive()).isTrue();
      for (SocketOption<?> option : socket.supportedOptions()) {
        set.put(option.name(), String.valueOf(socket.getOption(option)));
      }
    }
    assertThat(set)
        .containsEntry("TCP_KEEPIDLE", "30")
        .containsEntry("TCP_KEEPINTERVAL", "10")
        .containsEntry("TCP_KEEPCOUNT", "3");
  }
}
