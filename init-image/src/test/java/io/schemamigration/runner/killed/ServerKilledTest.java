package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.OwnServer;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is killed between commits that weren't waited for and the one that is. They are lost,
 * since its log is kept from the disk as long as that can be; everything is applied once all the
 * same, and the window is never ahead.
 */
class ServerKilledTest {
  private static final int MIGRATIONS = 14;

  /** Settings with which commits stay in memory. */
  private static final String[] LAZY = {
    "wal_writer_delay=10s", "wal_writer_flush_after=100MB", "wal_buffers=64MB"
  };

  @TempDir(factory = InMemory.class)
  static Path disk;

  @TempDir(factory = InMemory.class)
  Path temp;

  private static OwnServer server;

  /** In all that were killed. */
  private static int lost;

  private Scene scene;

  @BeforeAll
  static void start() {
    server = new OwnServer(disk.resolve("data"));
    server.start(LAZY);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void scene() {
    scene = new Scene(temp, "postgres", server.port());
    scene.expand(1, Scene.COUNTER.strip().replaceAll(";$", ""));
    for (int version = 2; version <= MIGRATIONS; version++) {
      scene.expand(version, "SELECT 'step " + version + "';\n" + Scene.COUNT);
    }
  }

  /** Until the message with that migration is sent; then the server dies. */
  private Result upTo(int version, Runnable meanwhile) {
    var once = new AtomicBoolean();
    try (var wire =
        new Wire(
            server.port(),
            (number, text) -> {
              if (!text.contains("'step " + version + "'") || once.getAndSet(true)) {
                return Wire.Fate.PASSES;
              }
              server.kill();
              meanwhile.run();
              return Wire.Fate.LOST;
            })) {
      var args = scene.args("up");
      args[2] = scene.postgresUrl(wire.port());
      return Scene.migrate(Map.of(), args);
    }
  }

  /** How many there are: the first ones, and the window doesn't promise more. */
  private int kept() {
    if (!scene.hasTable("schema_migration_history")) {
      return 0;
    }
    int kept = Integer.parseInt(scene.ask("SELECT count(*) FROM schema_migration_history"));
    var versions = "SELECT string_agg(version, ' ' ORDER BY id) FROM schema_migration_history";
    assertThat(scene.ask(versions)).isEqualTo(kept == 0 ? "null" : upTo(kept));
    var maximum = scene.ask("SELECT maximum FROM schema_migration_window");
    assertThat(Integer.parseInt(maximum)).isLessThanOrEqualTo(kept);
    if (kept > 0) {
      assertThat(scene.counter()).isEqualTo(kept - 1);
    }
    return kept;
  }

  private static String upTo(int last) {
    return IntStream.rangeClosed(1, last)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private void complete() {
    assertThat(scene.counter()).isEqualTo(MIGRATIONS - 1);
    assertThat(scene.window()).isEqualTo("0 " + MIGRATIONS + " null");
    assertThat(
            scene.ask(
                "SELECT count(*) || ' ' || count(DISTINCT version) FROM schema_migration_history"
                    + " WHERE status = 'completed'"))
        .isEqualTo(MIGRATIONS + " " + MIGRATIONS);
  }

  @Test
  void whatIsLostIsAppliedByTheNextRun() {
    for (int version = 3 + Kill.FIRST; version <= MIGRATIONS; version += Kill.EVERY) {
      scene.sql("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");

      var killed = upTo(version, () -> {});

      assertThat(killed.code()).as(killed.text()).isEqualTo(4);
      server.start(LAZY);
      lost += version - 1 - kept();
      var next = scene.up();
      assertThat(next.code()).as("killed before %s: %s", version, next.text()).isZero();
      complete();
    }
    assertThat(lost).as("commits that were lost").isPositive();
  }

  /** The run outlives the server: what it took for applied it looks up again. */
  @Test
  void whatIsLostIsAppliedAgainByTheRunItself() {
    var kept = new int[1];

    var up =
        upTo(
            MIGRATIONS - 1,
            () -> {
              server.start(LAZY);
              kept[0] = kept();
            });

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(up.err()).contains("reconnecting");
    assertThat(kept[0]).isLessThan(MIGRATIONS - 2);
    assertThat(up.json().path("applied")).hasSize(MIGRATIONS);
    complete();
  }

  /** Only what is waited for may be promised; a crash right after it loses nothing. */
  @Test
  void nothingOfACompletedRunIsLost() {
    assertThat(scene.up().code()).isZero();

    server.kill();
    server.start(LAZY);

    complete();
  }
}
