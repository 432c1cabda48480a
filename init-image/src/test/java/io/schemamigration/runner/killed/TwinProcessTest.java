package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.JavaProcess;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes with one token at a migration of SQLite outside of a transaction, as after a Job
 * that was deleted without its pod.
 */
class TwinProcessTest {
  private static final int ROWS = 2_500_000;

  @TempDir(factory = InMemory.class)
  Path temp;

  @Test
  void theSecondWaitsAndFindsNothingToDo() throws IOException {
    var scene = new Scene(Engine.SQLITE, temp).counting();
    scene.file(
        "002_slow.sql",
        """
        -- phase: expand
        PRAGMA journal_mode = WAL;
        %1$s;
        CREATE TABLE slow AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < %2$d) SELECT x FROM c;
        %1$s;
        """
            .formatted(Scene.COUNT, ROWS));
    Files.delete(scene.folder.resolve("002_step.sql"));
    var args = scene.stepArgs(scene.url(), "expand", 1, "--version", "2", "--first-install");

    var first = start("first", args);
    Sleep.until(() -> said("first").contains("applying 002_slow.sql"));
    var second = start("second", args);

    assertThat(JavaProcess.exit(first)).as(said("first")).isZero();
    assertThat(JavaProcess.exit(second)).as(said("second")).isZero();
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
    assertThat(said("second")).doesNotContain("applying");
  }

  private Process start(String name, String... args) {
    try {
      return JavaProcess.migrate(args)
          .redirectErrorStream(true)
          .redirectOutput(temp.resolve(name).toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String said(String name) {
    try {
      return Files.readString(temp.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
