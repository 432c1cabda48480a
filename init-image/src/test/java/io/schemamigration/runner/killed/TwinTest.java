package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.cli.Cli;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runs of one step, with one token, on a SQLite database where the lock between runners is no
 * lock: its file was deleted, or the file system knows none.
 */
class TwinTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  @Test
  void aMigrationThatATwinAppliedMeanwhileIsNotAppliedAgain() {
    var scene = new Scene(Engine.SQLITE, temp).counting();

    var slower = overtaken(scene, "applying 002_step.sql");

    assertThat(slower.code()).as(slower.text()).isZero();
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }

  @Test
  void aRepeatableFileThatATwinRanMeanwhileIsNotRunAgain() {
    var scene = new Scene(Engine.SQLITE, temp);
    scene.file("V1__counter.sql", "-- phase: expand\n" + Scene.COUNTER);
    scene.file("R__count.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");

    var slower = overtaken(scene, "running R__count.sql");

    assertThat(slower.code()).as(slower.text()).isZero();
    assertThat(scene.counter()).isEqualTo(1);
  }

  /** Runs a step; as soon as it says what it will do next, its twin runs to the end. */
  private static Result overtaken(Scene scene, String said) {
    var args = scene.stepArgs(scene.url(), "expand", 1);
    var out = new ByteArrayOutputStream();
    var err = new Twin(said, () -> twin(scene, args));
    int code =
        new Cli(
                new Console(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8)),
                Map.of())
            .run(args)
            .code();
    assertThat(err.ran).as("said: %s", err).isTrue();
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static void twin(Scene scene, String... args) {
    try {
      Files.delete(Path.of(scene.name() + ".migrate-lock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var twin = scene.migrate(args);
    assertThat(twin.code()).as(twin.text()).isZero();
  }

  /** What is said on standard error, and what happens at a certain word. */
  private static final class Twin extends ByteArrayOutputStream {
    private final String word;
    private final Runnable meanwhile;
    private boolean ran;

    Twin(String word, Runnable meanwhile) {
      this.word = word;
      this.meanwhile = meanwhile;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      if (!ran && toString(StandardCharsets.UTF_8).contains(word)) {
        ran = true;
        meanwhile.run();
      }
    }
  }
}
