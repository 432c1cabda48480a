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
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two runs of one step, with one token, on a SQLite database where the lock between runners is no
 * lock: its file was deleted, or the file system knows none.
 */
class TwinTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  /** The first of two that share a transaction, and one that shares none. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"applying 001_counter.sql, \"\"", "applying 002_step.sql, SELECT 'DEFERRED';"})
  void aMigrationThatATwinAppliedMeanwhileIsNotAppliedAgain(String said, String more) {
    var scene = new Scene(Engine.SQLITE, temp).counting().expand(2, more + Scene.COUNT);

    var slower = overtaken(scene, said);

    assertThat(slower.code()).as(slower.text()).isZero();
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }

  @Test
  void norALaterOneOfThoseThatShareATransaction() {
    var scene = new Scene(Engine.SQLITE, temp).counting().expand(4, Scene.COUNT);
    scene.up();
    int before = scene.counter();
    scene.sql(
        "CREATE TRIGGER rival AFTER UPDATE ON counter BEGIN INSERT INTO schema_migration_history"
            + " (version, description, phase, status, checksum)"
            + " SELECT '6', 'six', 'expand', 'completed', checksum FROM schema_migration_history"
            + " WHERE version = '4'; END");
    scene.expand(5, Scene.COUNT).expand(6, Scene.COUNT);

    var up = scene.up();

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(scene.counter()).isEqualTo(before + 1);
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

  private Scene apart() {
    var scene = new Scene(Engine.SQLITE, temp);
    scene.file("001_counter.sql", "-- phase: expand\n" + Scene.COUNTER);
    return scene.file(
        "002_apart.sql",
        "-- phase: expand\nVACUUM;\n" + Scene.COUNT + ";\nVACUUM;\n" + Scene.COUNT + ";\n");
  }

  @Test
  void statementsOutsideOfATransactionThatATwinRanAreNotRunAgain() {
    var scene = apart();

    var slower = overtaken(scene, "applying 002_apart.sql", "--first-install");

    assertOnce(scene, slower);
  }

  @Test
  void norThoseOfAMigrationThatBothTookUpAgain() {
    var scene = halfDone();

    var slower = overtaken(scene, "applying 002_apart.sql", "--first-install");

    assertOnce(scene, slower);
  }

  /** It is asked in the transaction of the statement, for which this one has to wait. */
  @Test
  void norWhereTheTwinIsFasterWhileTheDatabaseIsLocked() throws SQLException {
    var scene = halfDone();
    try (var lock = scene.connect();
        var statement = lock.createStatement()) {
      var slower =
          overtaken(
              scene,
              "waits: ",
              () -> statement.execute("BEGIN IMMEDIATE"),
              () -> statement.execute("ROLLBACK"),
              "--first-install");

      assertOnce(scene, slower);
    }
  }

  private Scene halfDone() {
    var scene = apart();
    var step = scene.stepArgs(scene.url(), "expand", 1, "--version", "1", "--first-install");
    assertThat(scene.migrate(step).code()).isZero();
    scene.sql(
        "INSERT INTO schema_migration_history (version, description, phase, status, statement)"
            + " VALUES ('2', 'apart', 'expand', 'running', 1)");
    return scene;
  }

  private static void assertOnce(Scene scene, Result slower) {
    assertThat(slower.code()).as(slower.text()).isZero();
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
    assertThat(scene.window()).endsWith(" 2 null");
  }

  private interface Sql {
    void run() throws SQLException;
  }

  private static void run(Sql sql) {
    try {
      sql.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Result overtaken(Scene scene, String said, String... more) {
    return overtaken(scene, said, () -> {}, () -> {}, more);
  }

  /** Runs a step; as soon as it says what it will do next, its twin runs to the end. */
  private static Result overtaken(
      Scene scene, String said, Sql begins, Sql before, String... more) {
    var args = scene.stepArgs(scene.url(), "expand", 1, more);
    var out = new ByteArrayOutputStream();
    var err =
        new Twin(
            said,
            () -> run(begins),
            () -> {
              run(before);
              twin(scene, args);
            });
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
    private final Runnable begins;
    private final Runnable meanwhile;
    private boolean begun;
    private boolean ran;

    Twin(String word, Runnable begins, Runnable meanwhile) {
      this.word = word;
      this.begins = begins;
      this.meanwhile = meanwhile;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      if (!begun && toString(StandardCharsets.UTF_8).contains("applying 002")) {
        begun = true;
        begins.run();
      }
      if (!ran && toString(StandardCharsets.UTF_8).contains(word)) {
        ran = true;
        meanwhile.run();
      }
    }
  }
}
