package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration in one message to PostgreSQL: what it costs, and what an error in it tells. */
class OneTransactionTest {
  private static final String PAD = "SELECT '" + "x".repeat(200) + "';\n";

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private int messages(String... args) {
    try (var wire = new Wire((number, text) -> Wire.Fate.PASSES)) {
      var all = new java.util.ArrayList<>(java.util.List.of(args));
      all.addAll(
          java.util.List.of(
              "--url", scene.postgresUrl(wire.port()), "--dir", scene.folder.toString()));
      var result = Scene.migrate(java.util.Map.of(), all.toArray(String[]::new));
      assertThat(result.code()).as(result.text()).isZero();
      return (int) wire.messages().stream().filter(m -> !m.equals("closed")).count();
    }
  }

  @Test
  void nothingToDoIsThreeMessages() {
    scene.counting().up();

    assertThat(messages("up")).isLessThanOrEqualTo(3);
    assertThat(scene.window()).isEqualTo("3 3 null");
  }

  @Test
  void aRepeatableFileThatHasNotChangedCostsNoMessage() throws Exception {
    scene.expand(1, "CREATE TABLE note (id integer)");
    scene.file("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM note;");
    scene.up();
    assertThat(messages("up")).isLessThanOrEqualTo(3);
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
  }

  @Test
  void nothingToDoWritesNothingAndAFileThatCameIsStillSeen() {
    scene.counting().up();
    var row = scene.ask("SELECT * FROM schema_migration_window");
    assertThat(scene.up().json().path("outcome").asText()).isEqualTo("nothing_to_do");
    assertThat(scene.ask("SELECT * FROM schema_migration_window")).isEqualTo(row);

    scene.expand(4, Scene.COUNT);

    assertThat(scene.up().applied()).isEqualTo("4");
  }

  @Test
  void eachMoreMigrationIsOneMoreMessage() {
    scene.counting().up();
    scene.expand(4, Scene.COUNT);
    int one = messages("up");
    for (int version = 5; version <= 24; version++) {
      scene.expand(version, Scene.COUNT + ";\n" + Scene.COUNT + ";\nSELECT 1");
    }

    assertThat(messages("up")).isEqualTo(one + 19);
    assertThat(scene.counter()).isEqualTo(2 + 1 + 40);
  }

  @Test
  void aLongFileIsAMessageFor64KilobytesOfIt() {
    scene.counting().up();
    scene.expand(4, "SELECT 1");
    int one = messages("up");
    var inserts =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "INSERT INTO big VALUES (%05d);\n".formatted(i))
            .collect(Collectors.joining());
    scene.expand(5, "CREATE TABLE big (n integer);\n" + inserts + Scene.COUNT);

    assertThat(messages("up")).isLessThanOrEqualTo(one + 10_000 * 32 / 65_536 + 1);
    assertThat(scene.ask("SELECT count(*) FROM big")).isEqualTo("10000");
    assertThat(scene.counter()).isEqualTo(3);
  }

  private Result fails(String sql) {
    scene.counting().up();
    scene.expand(4, sql);
    var failed = scene.up();
    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).endsWith("3 completed,4 failed");
    assertThat(scene.window()).isEqualTo("3 3 null");
    return failed;
  }

  private static void assertPlace(Result failed, int statement, int line, String state) {
    var failure = failed.json().path("failure");
    assertThat(failure.path("statement").asInt()).as(failed.text()).isEqualTo(statement);
    assertThat(failure.path("line").asInt()).as(failed.text()).isEqualTo(line);
    assertThat(failure.path("sqlState").asText()).isEqualTo(state);
  }

  @Test
  void anErrorAtRunTimeNamesItsStatement() {
    var failed =
        fails(
            Scene.COUNT + ";\nSELECT 1,\n 'é😀';\n" + Scene.COUNT + ";\nSELECT n / 0 FROM counter");
    assertPlace(failed, 4, 6, "22012");
  }

  @Test
  void anErrorOfMeaningNamesItsStatementAndLine() {
    var failed = fails(Scene.COUNT + ";\nSELECT 'é😀',\n 2;\nSELECT 1,\n  nothing\n FROM counter");
    assertPlace(failed, 3, 6, "42703");
  }

  @Test
  void anErrorOfSyntaxIsFoundBeforeAnythingRunsAndNamesItsStatement() {
    var failed = fails(Scene.COUNT + ";\n" + Scene.COUNT + ";\nSELECT 1\n FRM counter x y");
    assertPlace(failed, 3, 5, "42601");
  }

  @Test
  void anErrorFarInsideALongFileNamesItsStatement() {
    var failed = fails(Scene.COUNT + ";\n" + PAD.repeat(1000) + "SELECT 1 / (n - n) FROM counter");
    assertPlace(failed, 1002, 1003, "22012");
  }

  @Test
  void whatAMigrationSetsEndsWithIt() {
    scene.counting().up();
    scene.expand(
        4,
        "SET standard_conforming_strings = off;\nSET search_path = pg_catalog;\nSET ROLE pg_monitor;\nSET SESSION AUTHORIZATION pg_monitor");
    scene.expand(5, Scene.COUNT);

    var result = scene.up();

    assertThat(result.applied()).as(result.text()).isEqualTo("4 5");
    assertThat(scene.counter()).isEqualTo(3);
  }

  @Test
  void aDescriptionWithQuotesAndBackslashesIsKeptAsItIs() {
    scene.counting().up();
    scene.file("004_step.sql", "-- Description: it's \\ 'x\\'\n-- phase: expand\nSELECT 1;\n");

    assertThat(scene.up().applied()).isEqualTo("4");

    assertThat(scene.ask("SELECT description FROM schema_migration_history WHERE version = '4'"))
        .isEqualTo("it's \\ 'x\\'");
  }

  /** The row is taken by a newer step just before the migration's message reaches the server. */
  @Test
  void theMessageAppliesNothingOnceTheRowIsANewerSteps() {
    scene.counting().up();
    scene.expand(4, Scene.COUNT);
    var taken = new AtomicBoolean();
    try (var wire =
        new Wire((number, text) -> {
          if (text.contains("UPDATE counter") && taken.compareAndSet(false, true)) {
            scene.sql(
                "UPDATE schema_migration_window SET step_number = step_number + 1, step_id = 'other'");
          }
          return Wire.Fate.PASSES;
        })) {
      var refused =
          scene.migrate(
              scene.stepArgs(scene.postgresUrl(wire.port()), "expand", 9, "--version", "4"));

      assertThat(refused.code()).as(refused.text()).isEqualTo(3);
      assertThat(refused.reason()).isEqualTo("Superseded");
    }
    assertThat(taken).isTrue();
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).endsWith("3 completed");
  }
}
