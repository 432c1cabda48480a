package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CALL and DO on PostgreSQL that commit by themselves. */
class CommittingCodeTest {
  private static final String BATCHES =
      "BEGIN FOR i IN 1..3 LOOP UPDATE counter SET n = n + 1; COMMIT; END LOOP; END";
  private static final String FIRST =
      "-- phase: expand\n"
          + Scene.COUNTER
          + "CREATE PROCEDURE batches() LANGUAGE plpgsql AS $$ "
          + BATCHES
          + " $$;\n";

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

  private void runsOnce() {
    var up = scene.up();
    assertThat(up.code()).as(up.text()).isZero();
    assertThat(scene.counter()).isEqualTo(3);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- no-transaction\nCALL batches();\n",
        "-- a heading\n-- no-transaction\nCALL batches();\n",
        "-- +goose NO TRANSACTION\n-- +goose Up\nCALL batches();\n",
        "-- migrate:up transaction:false\nCALL batches();\n",
        "-- +migrate Up notransaction\nCALL batches();\n",
        "---- tern: disable-tx ----\nCALL batches();\n",
        "-- no-transaction\nDO $$ " + BATCHES + " $$;\n",
        "-- no-transaction\nDO $$ BEGIN UPDATE counter SET n = n + 3; END $$;\n"
      })
  void aMarkedFileRunsIt(String text) {
    scene.file("001_first.sql", FIRST).file("002_batches.sql", text);

    runsOnce();
  }

  @ParameterizedTest
  @CsvSource({
    "V1__first.sql, V2__batches.sql, V2__batches.sql.conf, executeInTransaction=false",
    "001_first/up.sql, 002_batches/up.sql, 002_batches/metadata.toml, run_in_transaction = false"
  })
  void aFileWithSettingsBesideItRunsIt(String first, String second, String settings, String text) {
    scene.file(first, FIRST).file(second, "CALL batches();\n").file(settings, text + "\n");

    runsOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL batches();\n", "SELECT 1;\n-- no-transaction\nCALL batches();\n"})
  void anUnmarkedFileSaysWhichMarkItNeeds(String text) {
    scene.file("001_first.sql", FIRST).file("002_batches.sql", text);

    var up = scene.up();

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.text()).contains("2D000", "-- no-transaction");
    assertThat(scene.counter()).isZero();
  }

  @Test
  void interruptedInItAPersonHasToLook() {
    scene.file("001_first.sql", FIRST);
    scene.up();
    scene.file("002_batches.sql", "-- no-transaction\nCALL batches();\n");
    scene.sql(
        "INSERT INTO schema_migration_history (version, description, phase, status, statement, metadata)"
            + " VALUES ('2', 'batches', 'expand', 'running', 0, '{\"sent\": {\"statement\": 1}}')");

    var up = scene.up();

    assertThat(up.code()).as(up.text()).isEqualTo(1);
    assertThat(up.text()).contains("part of it may be done", "Correct the file");
    assertThat(scene.counter()).isZero();

    var again = scene.up();

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(scene.counter()).isEqualTo(3);
  }

  @Test
  void whatItHadCommittedBeforeAnErrorIsNamed() {
    scene.file("001_first.sql", FIRST);
    scene.file(
        "002_batches.sql",
        "-- no-transaction\nDO $$ BEGIN UPDATE counter SET n = 1; COMMIT; RAISE 'no more'; END $$;\n");

    var up = scene.up();

    assertThat(up.code()).as(up.text()).isEqualTo(1);
    assertThat(up.text()).contains("no more", "What it has committed stays");
    assertThat(scene.counter()).isEqualTo(1);
  }
}
