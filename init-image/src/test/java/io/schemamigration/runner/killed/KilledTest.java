package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Engines;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A run ends before each statement that it would send, one after the other, until none is left; on
 * PostgreSQL before each {@link Kill#EVERY}th. Whatever was reached, the next step completes it,
 * and everything is applied once.
 */
@ParameterizedClass
@ArgumentsSource(Engines.class)
class KilledTest {
  @TempDir(factory = InMemory.class)
  static Path compiled;

  @TempDir(factory = InMemory.class)
  Path temp;

  /** More statements than a run sends. */
  private static final int MANY = 200;

  private static Kill kill;
  @Parameter Engine engine;

  private static String database;

  @AfterAll
  static void drop() {
    Postgres.drop(database);
  }

  @BeforeAll
  static void compile() {
    kill = new Kill(compiled);
    database = Postgres.create();
  }

  /** SQLite's runs have nobody to connect to again. */
  private int step() {
    return engine == Engine.SQLITE ? 1 : Kill.EVERY;
  }

  @Test
  void aFirstInstallIsCompletedWhereverItWasKilled() {
    boolean killed = true;
    for (int n = Kill.FIRST; killed; n += step()) {
      assertThat(n).isLessThan(MANY);
      try (var scene = empty(n)) {
        files(scene);
        killed = killedAt(n, scene, "expand", 1, "--version", "4", "--first-install");
        if (scene.hasTable("schema_migration_window")) {
          assertThat(scene.window()).as("killed before statement %s", n).startsWith("3 ");
        }
        var next = scene.step("expand", 2, "--version", "4", "--first-install");
        assertThat(next.code()).as("killed before statement %s: %s", n, next.text()).isZero();
        complete(scene, n);
      }
    }
  }

  private Scene empty(int n) {
    return engine == Engine.SQLITE
        ? new Scene(engine, temp.resolve("at" + n))
        : new Scene(temp.resolve("at" + n), database);
  }

  private static void complete(Scene scene, int n) {
    assertThat(scene.counter()).as("killed before statement %s", n).isEqualTo(3);
    assertThat(scene.window()).isEqualTo("3 4 null");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 completed,4 completed");
  }

  private void files(Scene scene) {
    scene
        .counting()
        .file(
            "004_apart.sql",
            engine == Engine.SQLITE
                ? "-- phase: expand\n" + Scene.COUNT + ";\nVACUUM;\n"
                : "-- phase: expand\nCREATE INDEX CONCURRENTLY by_n ON counter (n);\n"
                    + Scene.COUNT
                    + ";\nVACUUM counter;\n");
  }

  /** The server has done what the message says, but nobody is left to hear it. */
  @Test
  void aFirstInstallIsCompletedWhicheverAnswerWasLost() {
    boolean killed = engine == Engine.POSTGRESQL;
    for (int n = Kill.FIRST; killed; n += step()) {
      assertThat(n).isLessThan(MANY);
      try (var scene = empty(n)) {
        files(scene);
        killed =
            Kill.after(
                n,
                scene,
                url -> scene.stepArgs(url, "expand", 1, "--version", "4", "--first-install"));
        var next = scene.step("expand", 2, "--version", "4", "--first-install");
        assertThat(next.code()).as("no answer to %s: %s", n, next.text()).isZero();
        complete(scene, n);
      }
    }
  }

  @Test
  void aContractIsCompletedWhereverItWasKilled() {
    boolean killed = true;
    for (int n = Kill.FIRST; killed; n += step()) {
      assertThat(n).isLessThan(MANY);
      try (var scene = empty(n)) {
        scene.counting().contract(4, Scene.COUNT).step("expand", 1, "--version", "4");
        scene.step("claim", 2, "--claim", "4");
        killed = killedAt(n, scene, "contract", 3, "--claim", "4", "--claim-id", "ab2");
        assertThat(scene.step("withdraw", 4).code()).isZero();
        assertThat(scene.step("claim", 5, "--claim", "4").code()).isZero();
        var next = scene.step("contract", 6, "--claim", "4", "--claim-id", "ab5");
        assertThat(next.code()).as("killed before statement %s: %s", n, next.text()).isZero();
        assertThat(scene.counter()).as("killed before statement %s", n).isEqualTo(3);
        assertThat(scene.window()).isEqualTo("4 4 null");
      }
    }
  }

  /** Whether it was ended; false when it was done before it sent so many. */
  private boolean killedAt(int n, Scene scene, String step, int number, String... more) {
    return kill.before(n, scene, url -> scene.stepArgs(url, step, number, more));
  }
}
