package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A way back ends before each statement that it would send: each migration is there or taken back.
 */
@ParameterizedClass
@EnumSource(Engine.class)
public class KilledDownTest {
  private static final int MANY = 200;
  private static final String BACK = "UPDATE counter SET n = n - 1;\n";

  @TempDir(factory = InMemory.class)
  static Path compiled;

  @TempDir(factory = InMemory.class)
  Path temp;

  private static Kill kill;
  private static String database;
  @Parameter Engine engine;

  @BeforeAll
  static void compile() {
    kill = new Kill(compiled);
    database = Postgres.create();
  }

  @AfterAll
  static void drop() {
    Postgres.drop(database);
  }

  private Scene applied(int n) {
    var scene =
        engine == Engine.SQLITE
            ? new Scene(engine, temp.resolve("at" + n))
            : new Scene(temp.resolve("at" + n), database);
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
    boolean killed = true;
    for (int n = 1; killed; n++) {
      assertThat(n).isLessThan(MANY);
      try (var scene = applied(n)) {
        killed = kill.before(n, scene, url -> down(scene, url, "--to", "1"));
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
      }
    }
  }
}
