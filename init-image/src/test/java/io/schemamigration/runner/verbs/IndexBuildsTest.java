package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain CREATE INDEX keeps nobody from writing to a large table. */
class IndexBuildsTest {
  private static final String LARGE =
      "INSERT INTO big SELECT i, repeat('x', 1000) FROM generate_series(1, 12000) i";

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void open() {
    scene =
        new Scene(Engine.POSTGRESQL, temp)
            .counting()
            .expand(4, "CREATE TABLE big (n integer, t text)");
    scene.up();
    scene.file("005_index.sql", "CREATE INDEX by_n ON big (n);\nCREATE INDEX by_t ON big (t);\n");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private List<String> sent(Wire.Weather weather) {
    try (var wire = new Wire(weather)) {
      var url = scene.postgresUrl(wire.port());
      Scene.migrateIn(temp, Map.of(), "up", "--url", url, "--dir", scene.folder.toString());
      return wire.messages();
    }
  }

  private void assertBuilt() {
    assertThat(
            scene.ask(
                "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid"
                    + " WHERE relname LIKE 'by\\_%' ORDER BY 1"))
        .isEqualTo("by_n t,by_t t");
    assertThat(scene.ask("SELECT status FROM schema_migration_history WHERE version = '5'"))
        .endsWith("completed");
  }

  @Test
  void onALargeTableTheyAreBuiltConcurrently() {
    scene.sql(LARGE);

    assertThat(sent((number, text) -> Wire.Fate.PASSES))
        .anyMatch(text -> text.contains("CREATE INDEX CONCURRENTLY by_n"))
        .anyMatch(text -> text.contains("CREATE INDEX CONCURRENTLY by_t"));

    assertBuilt();
    assertThat(scene.up().json().path("outcome").asText()).isEqualTo("nothing_to_do");
  }

  private String plan() {
    return Scene.migrateIn(
            temp, Map.of(), "plan", "--url", scene.url(), "--dir", scene.folder.toString())
        .out();
  }

  @Test
  void whoAsksForItHasThemBuiltAsTheyAreWritten() {
    scene.sql(LARGE);
    scene.file(
        "005_index.sql",
        "-- index: as-written\nCREATE INDEX by_n ON big (n);\nCREATE INDEX by_t ON big (t);\n");

    assertThat(plan()).contains("005_index.sql:3: blocks writes to big");
    assertThat(sent((number, text) -> Wire.Fate.PASSES))
        .noneMatch(text -> text.contains("CONCURRENTLY"));

    assertBuilt();
  }

  private void asWrittenBySettings() throws IOException {
    Files.writeString(temp.resolve(".migrate.toml"), "concurrent-indexes = false\n");
  }

  @Test
  void theSettingsFileAsksForItForAllFiles() throws IOException {
    scene.sql(LARGE);
    asWrittenBySettings();

    assertThat(plan())
        .contains("005_index.sql:2: blocks writes to big")
        .contains("without concurrent-indexes = false it would be built CONCURRENTLY");
    assertThat(sent((number, text) -> Wire.Fate.PASSES))
        .noneMatch(text -> text.contains("CONCURRENTLY"));

    assertBuilt();
  }

  @Test
  void whatWasBegunConcurrentlyIsNotSaidToBlock() throws IOException {
    scene.sql(LARGE);
    asWrittenBySettings();
    assertThat(scene.step("expand", 9, "--version", "5").code()).isZero();
    scene.sql(
        "UPDATE schema_migration_history SET status = 'running', statement = 0 WHERE version = '5'");

    assertThat(plan())
        .contains("005_index.sql")
        .doesNotContain("blocks writes to big", "without concurrent-indexes = false");
  }

  @Test
  void aJobDoesNotAskTheSettingsFile() throws IOException {
    scene.sql(LARGE);
    asWrittenBySettings();

    try (var wire = new Wire((number, text) -> Wire.Fate.PASSES)) {
      var url = scene.postgresUrl(wire.port());
      var step = Scene.migrateIn(temp, Map.of(), scene.stepArgs(url, "expand", 9));
      assertThat(step.applied()).as(step.text()).isEqualTo("5");
      assertThat(wire.messages()).anyMatch(text -> text.contains("CREATE INDEX CONCURRENTLY by_n"));
    }
  }

  /** The first of the indexes is there already. */
  @Test
  void whatWasBegunConcurrentlyGoesOnSo() throws IOException {
    scene.sql(LARGE, "INSERT INTO big VALUES (1, 'again')");
    scene.file(
        "005_index.sql", "CREATE INDEX by_t ON big (t);\nCREATE UNIQUE INDEX by_n ON big (n);\n");
    assertThat(scene.up().code()).isOne();
    scene.sql("DELETE FROM big WHERE t = 'again'");
    asWrittenBySettings();

    assertThat(sent((number, text) -> Wire.Fate.PASSES))
        .anyMatch(text -> text.contains("CREATE UNIQUE INDEX CONCURRENTLY by_n"));

    assertBuilt();
  }

  @Test
  void thePlanTellsWhatAnIndexDoesToOthers() {
    assertThat(plan()).as("a small table").doesNotContain("note:");
    scene.sql(LARGE);

    assertThat(plan()).contains("note: 005_index.sql:2: is built CONCURRENTLY, so that big (");
    scene.file("005_index.sql", "CREATE INDEX by_n ON big (n);\nUPDATE counter SET n = n + 1;\n");
    assertThat(plan())
        .contains("note: 005_index.sql:1: blocks writes to big (")
        .contains("in a file of its own it would be built CONCURRENTLY");
  }

  /** Its own size is 0; PostgreSQL refuses CONCURRENTLY, also beside another large table. */
  @Test
  void onAPartitionedTableTheyAreBuiltAsTheyAreWritten() {
    scene.sql(LARGE);
    scene.sql("CREATE TABLE parts (n integer, t text) PARTITION BY RANGE (n)");
    scene.sql("CREATE TABLE parts_all PARTITION OF parts DEFAULT");
    scene.sql("INSERT INTO parts SELECT * FROM big");
    scene.file("005_index.sql", "CREATE INDEX by_n ON parts (n);\nCREATE INDEX by_t ON big (t);\n");

    assertThat(plan()).contains("005_index.sql:1: blocks writes to all partitions of parts (");
    assertThat(scene.up().code()).isZero();

    assertBuilt();
  }

  @Test
  void onASmallTableTheMigrationStaysOneTransaction() {
    assertThat(sent((number, text) -> Wire.Fate.PASSES))
        .noneMatch(text -> text.contains("CONCURRENTLY"));

    assertBuilt();
  }

  @Test
  void amongOtherStatementsTheyStayInTheTransaction() {
    scene.sql(LARGE);
    scene.file(
        "005_index.sql",
        "-- phase: expand\n"
            + Scene.COUNT
            + ";\nCREATE INDEX by_n ON big (n);\nCREATE INDEX by_t ON big (t);\n");

    assertThat(sent((number, text) -> Wire.Fate.PASSES))
        .noneMatch(text -> text.contains("CONCURRENTLY"));

    assertBuilt();
  }

  /** The table may be small by then: what was begun in one way goes on in it. */
  @Test
  void aBuildThatWasCutOffGoesOnTheSameWay() {
    scene.sql(LARGE);
    try (var wire = dyingAt("CREATE INDEX CONCURRENTLY by_t")) {
      var url = scene.postgresUrl(wire.port());
      Scene.migrate(Map.of(), "up", "--url", url, "--dir", scene.folder.toString());
    }
    assertThat(scene.ask("SELECT status FROM schema_migration_history WHERE version = '5'"))
        .isEqualTo("running");
    scene.sql("TRUNCATE big");

    assertThat(scene.up().code()).isZero();

    assertBuilt();
  }

  private static Wire dyingAt(String text) {
    var network = new AtomicReference<Wire>();
    var wire =
        new Wire((number, message) -> {
          boolean here = message.contains(text);
          if (here) {
            network.get().end();
          }
          return here ? Wire.Fate.LOST : Wire.Fate.PASSES;
        });
    network.set(wire);
    return wire;
  }
}
