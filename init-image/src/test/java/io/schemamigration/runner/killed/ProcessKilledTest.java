package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.Main;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Halting;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real process is killed (SIGKILL) before every tenth message of a run of ten migrations; {@link
 * KilledTest} ends more of them, within its own process. One more run, and the database is what it
 * would have been.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class ProcessKilledTest {
  private static final int MANY = 300;
  private static final int MIGRATIONS = 10;

  /** A process takes a second to start; {@code -Dkill.every=1} takes all messages. */
  private static final int EVERY = Integer.getInteger("kill.every", 10);

  @TempDir(factory = InMemory.class)
  Path temp;

  @Parameter Engine engine;

  @Test
  void wheneverARunOfTenMigrationsIsKilledTheNextOneCompletesIt() {
    var halting = new Halting(temp);
    var database = Postgres.create();
    boolean killed = true;
    int n = 1 - EVERY;
    while (killed) {
      n += EVERY;
      assertThat(n).isLessThan(MANY);
      try (var scene =
          engine == Engine.SQLITE
              ? new Scene(engine, temp.resolve("at" + n))
              : new Scene(temp.resolve("at" + n), database)) {
        files(scene);
        killed = engine == Engine.SQLITE ? haltedAt(n, scene, halting) : killedAtMessage(n, scene);
        var next = scene.up();
        assertThat(next.code()).as("killed at %s: %s", n, next.text()).isZero();
        assertThat(scene.counter()).as("killed at %s", n).isEqualTo(MIGRATIONS - 1);
        assertThat(scene.window()).isEqualTo("6 10 null");
        assertThat(
                scene.ask(
                    "SELECT version FROM schema_migration_history WHERE status = 'completed' ORDER BY id"))
            .isEqualTo("1,2,3,4,5,6,7,8,9,10");
      }
    }
    assertThat(n).as("messages of a run").isGreaterThan(MIGRATIONS);
    Postgres.drop(database);
  }

  private void files(Scene scene) {
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
  }

  private String byItself() {
    return engine == Engine.SQLITE ? "VACUUM" : "VACUUM counter";
  }

  /** False when the run was over before it sent so many statements. */
  private static boolean haltedAt(int n, Scene scene, Halting halting) {
    var process =
        start(
            halting.classPathOfProcess(),
            List.of("-Dhalt.process=true", "-Dhalt.at=" + n),
            scene.args("up"));
    return exit(process) != 0;
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
      process.set(start(Halting.classPath(), List.of(), args));
      return exit(process.get()) != 0;
    }
  }

  private static Process start(String classPath, List<String> properties, String... args) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath));
    command.addAll(properties);
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exit(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }
}
