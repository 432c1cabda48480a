package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.Main;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Halting;
import io.schemamigration.runner.support.JavaProcess;
import io.schemamigration.runner.support.KillSweep;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A real process is killed (SIGKILL) before every tenth message of a run of ten migrations; {@link
 * KilledTest} ends more of them, within its own process. One more run, and the database is what it
 * would have been.
 */
class ProcessKilledTest extends KillSweep {
  private static final int MIGRATIONS = 10;

  /** A process takes a second to start; {@code -Dkill.every=1} takes all messages. */
  private static final int EVERY = Integer.getInteger("kill.every", 10);

  @Test
  void wheneverARunOfTenMigrationsIsKilledTheNextOneCompletesIt() {
    var halting = new Halting(temp);
    sweep(
        1,
        EVERY,
        this::files,
        (n, scene) -> {
          boolean killed =
              engine == Engine.SQLITE ? haltedAt(n, scene, halting) : killedAtMessage(n, scene);
          var next = scene.up();
          assertThat(next.code()).as("killed at %s: %s", n, next.text()).isZero();
          assertThat(scene.counter()).as("killed at %s", n).isEqualTo(MIGRATIONS - 1);
          assertThat(scene.window()).isEqualTo("6 10 null");
          assertThat(
                  scene.ask(
                      "SELECT version FROM schema_migration_history WHERE status = 'completed' ORDER BY id"))
              .isEqualTo("1,2,3,4,5,6,7,8,9,10");
          return killed;
        });
  }

  private Scene files() {
    var scene = empty();
    scene.file("001_counter.sql", "-- phase: expand\n" + Scene.COUNTER);
    for (int version = 2; version <= MIGRATIONS; version++) {
      if (version == 6) {
        scene.contract(version, Scene.COUNT);
      } else if (version == 8) {
        scene.expand(version, Scene.COUNT + ";\n" + byItself());
      } else {
        scene.expand(version, Scene.COUNT);
      }
    }
    return scene;
  }

  private String byItself() {
    return engine == Engine.SQLITE ? "VACUUM" : "VACUUM counter";
  }

  /** False when the run was over before it sent so many statements. */
  private static boolean haltedAt(int n, Scene scene, Halting halting) {
    var process =
        JavaProcess.of(
            halting.classPathOfProcess(),
            List.of("-Dhalt.process=true", "-Dhalt.at=" + n),
            Main.class,
            scene.args("up"));
    return JavaProcess.exit(JavaProcess.silently(process)) != 0;
  }

  private static boolean killedAtMessage(int n, Scene scene) {
    var process = new AtomicReference<Process>();
    try (var wire =
        new Wire((message, text) -> {
          if (message < n) {
            return Wire.Fate.PASSES;
          }
          process.get().destroyForcibly();
          return Wire.Fate.LOST;
        })) {
      var args = scene.args("up");
      args[List.of(args).indexOf("--url") + 1] = scene.postgresUrl(wire.port());
      process.set(JavaProcess.silently(JavaProcess.migrate(args)));
      return JavaProcess.exit(process.get()) != 0;
    }
  }
}
