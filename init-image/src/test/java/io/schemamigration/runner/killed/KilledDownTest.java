package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.KillSweep;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.Test;

/**
 * A way back ends before each statement that it would send: each migration is there or taken back.
 */
public class KilledDownTest extends KillSweep {
  private static final String BACK = "UPDATE counter SET n = n - 1;\n";

  private Scene applied() {
    var scene = empty();
    var up = files(scene).up();
    assertThat(up.code()).as(up.text()).isZero();
    return scene;
  }

  public static Scene files(Scene scene) {
    return scene
        .counting()
        .file("002_step.sql", "-- phase: expand\n-- Up\n" + Scene.COUNT + ";\n-- Down\n" + BACK)
        .file("003_step.sql", "-- phase: contract\n-- Up\n" + Scene.COUNT + ";\n-- Down\n" + BACK);
  }

  public static String[] down(Scene scene, String url, String... more) {
    var args = scene.args("down", more);
    args[2] = url;
    return args;
  }

  @Test
  void whereverItWasKilledEachMigrationIsThereOrTakenBack() {
    sweep(
        1,
        1,
        this::applied,
        (n, scene) -> {
          boolean killed = kill.before(n, scene, url -> down(scene, url, "--to", "1"));
          var state = scene.history() + " " + scene.window() + " " + scene.counter();
          assertThat(state)
              .as("killed before statement %s", n)
              .isIn(
                  "1 completed,2 completed,3 completed 3 3 null 2",
                  "1 completed,2 completed,3 rolled_back 0 3 null 1",
                  "1 completed,2 rolled_back,3 rolled_back 0 1 null 0");
          var next = scene.verb("down", "--to", "1");
          assertThat(next.code()).as("killed before statement %s: %s", n, next.text()).isZero();
          assertThat(scene.counter()).as("killed before statement %s", n).isZero();
          assertThat(scene.window()).isEqualTo("0 1 null");
          return killed;
        });
  }
}
