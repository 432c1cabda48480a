package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.KillSweep;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.Test;

/**
 * A run ends before each statement that it would send, one after the other, until none is left; on
 * PostgreSQL before each {@link Kill#EVERY}th. Whatever was reached, the next step completes it,
 * and everything is applied once.
 */
class KilledTest extends KillSweep {

  private static final String[] INSTALL = {"--version", "4", "--first-install"};

  @Test
  void aFirstInstallIsCompletedWhereverItWasKilled() {
    sweep(
        Kill.FIRST,
        every(),
        this::files,
        (n, scene) -> {
          boolean killed = killedAt(n, scene, "expand", 1, INSTALL);
          if (scene.hasTable("schema_migration_window")) {
            assertThat(scene.window()).as("killed before statement %s", n).startsWith("3 ");
          }
          complete(scene, "killed before statement " + n);
          return killed;
        });
  }

  private static void complete(Scene scene, String when) {
    var next = scene.step("expand", 2, INSTALL);
    assertThat(next.code()).as("%s: %s", when, next.text()).isZero();
    assertThat(scene.counter()).as(when).isEqualTo(3);
    assertThat(scene.window()).as(when).isEqualTo("3 4 null");
    assertThat(scene.history())
        .as(when)
        .isEqualTo("1 completed,2 completed,3 completed,4 completed");
  }

  private Scene files() {
    return empty()
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
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    sweep(
        Kill.FIRST,
        every(),
        this::files,
        (n, scene) -> {
          boolean killed = Kill.after(n, scene, url -> scene.stepArgs(url, "expand", 1, INSTALL));
          complete(scene, "no answer to " + n);
          return killed;
        });
  }

  @Test
  void aContractIsCompletedWhereverItWasKilled() {
    sweep(
        Kill.FIRST,
        every(),
        this::claimed,
        (n, scene) -> {
          boolean killed = killedAt(n, scene, "contract", 3, "--claim", "4", "--claim-id", "ab2");
          assertThat(scene.step("withdraw", 4).code()).isZero();
          assertThat(scene.step("claim", 5, "--claim", "4").code()).isZero();
          var next = scene.step("contract", 6, "--claim", "4", "--claim-id", "ab5");
          assertThat(next.code()).as("killed before statement %s: %s", n, next.text()).isZero();
          assertThat(scene.counter()).as("killed before statement %s", n).isEqualTo(3);
          assertThat(scene.window()).isEqualTo("4 4 null");
          return killed;
        });
  }

  private Scene claimed() {
    var scene = empty().counting().contract(4, Scene.COUNT);
    scene.step("expand", 1, "--version", "4");
    scene.step("claim", 2, "--claim", "4");
    return scene;
  }

  /** Whether it was ended; false when it was done before it sent so many. */
  private boolean killedAt(int n, Scene scene, String step, int number, String... more) {
    return kill.before(n, scene, url -> scene.stepArgs(url, step, number, more));
  }
}
