package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    return (int) sent(args).stream().filter(m -> !m.equals("closed")).count();
  }

  private List<String> sent(String... args) {
    try (var wire = new Wire((number, text) -> Wire.Fate.PASSES)) {
      var all = new ArrayList<>(List.of(args));
      all.addAll(
          List.of("--url", scene.postgresUrl(wire.port()), "--dir", scene.folder.toString()));
      var result = Scene.migrate(Map.of(), all.toArray(String[]::new));
      assertThat(result.code()).as(result.text()).isZero();
      return List.copyOf(wire.messages());
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

  /** The window, which releases pods, moves only with a commit that is waited for. */
  @Test
  void onlyTheLastOfManyIsWaitedForAndMovesTheWindow() {
    scene.counting().up();
    for (int version = 4; version <= 24; version++) {
      scene.expand(version, Scene.COUNT);
    }
    var sent = sent("up").stream().filter(m -> m.contains(Scene.COUNT)).toList();

    assertThat(sent).hasSize(21);
    assertThat(sent.getLast()).doesNotContain("synchronous_commit");
    assertThat(sent)
        .allMatch(m ->
            m.contains("synchronous_commit = off")
                != m.contains("UPDATE \"public\".schema_migration_window"));
    assertThat(sent).filteredOn(m -> m.contains("synchronous_commit")).isNotEmpty();
    assertThat(scene.window()).isEqualTo("3 24 null");
  }

  @Test
  void whatRaisesTheMinimumIsWaitedFor() {
    scene.counting().up();
    scene
        .expand(4, Scene.COUNT)
        .contract(5, Scene.COUNT)
        .expand(6, Scene.COUNT)
        .expand(7, Scene.COUNT);

    var sent = sent("up").stream().filter(m -> m.contains(Scene.COUNT)).toList();

    assertThat(sent).hasSize(4);
    assertThat(sent.get(1)).doesNotContain("synchronous_commit").contains("minimum");
    assertThat(scene.window()).isEqualTo("5 7 null");
  }

  @Test
  void aFailureMovesTheWindowToWhatWasAppliedBeforeIt() {
    scene.counting().up();
    scene
        .expand(4, Scene.COUNT)
        .expand(5, Scene.COUNT)
        .expand(6, "SELECT nothing")
        .expand(7, "SELECT 1");

    var failed = scene.up();

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.applied()).isEqualTo("4 5");
    assertThat(failed.json().at("/window/maximum").asText()).isEqualTo("5");
    assertThat(scene.history()).endsWith("4 completed,5 completed,6 failed");
    assertThat(scene.window()).isEqualTo("3 5 null");
  }

  /** Killed before the commit that is waited for, the history is ahead; no code is let in by it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunThatFindsTheHistoryAheadMovesTheWindow(boolean nothingLeft) throws Exception {
    scene.counting().up();
    for (int version = 4; version <= 6; version++) {
      scene.expand(version, "SELECT 'step " + version + "';\n" + Scene.COUNT);
    }
    try (var wire =
        new Wire((number, text) ->
            text.contains("'step 6'") || text.startsWith("ROLLBACK")
                ? Wire.Fate.LOST
                : Wire.Fate.PASSES)) {
      var args = scene.args("up");
      args[2] = scene.postgresUrl(wire.port());
      assertThat(Scene.migrate(Map.of(), args).code()).isEqualTo(4);
    }
    assertThat(scene.history()).endsWith("4 completed,5 completed");
    assertThat(scene.window()).isIn("3 3 null", "3 4 null");
    var verify =
        Scene.migrate(
            Map.of(), "verify", "--url", scene.url(), "--version", "5", "--timeout", "0s");
    assertThat(verify.code()).as(verify.text()).isEqualTo(5);
    if (nothingLeft) {
      Files.delete(scene.folder.resolve("006_step.sql"));
    }

    assertThat(scene.up().code()).isZero();

    assertThat(scene.window()).isEqualTo(nothingLeft ? "3 5 null" : "3 6 null");
    assertThat(scene.counter()).isEqualTo(nothingLeft ? 4 : 5);
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
