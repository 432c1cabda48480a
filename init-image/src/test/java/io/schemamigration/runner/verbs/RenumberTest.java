package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New migrations, and new numbers for old ones, as the folder writes them. */
class RenumberTest {
  @TempDir Path temp;
  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.SQLITE, temp);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Result files(String verb, String... more) {
    var args = new ArrayList<>(List.of(verb, "--dir", scene.folder.toString()));
    args.addAll(List.of(more));
    return Scene.migrate(Map.of(), args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "003_a.sql, 004_new.sql",
    "9_a.sql, 10_new.sql",
    "0000_a.sql, 0001_new.sql",
    "V1_2__a.sql, V1_3__new.sql",
    "V1.2.9__a.sql, V1.2.10__new.sql",
    "V7__a.sql, V8__new.sql",
    "V007__a/up.sql, V008__new/up.sql",
    "V007__a.up.sql, V008__new.up.sql",
    "000007_a.up.sql, 000008_new.up.sql",
    "29991231235959_a.sql, 29991231235960_new.sql",
    "2999-12-31-235959_a/up.sql, 2999-12-31-235960_new/up.sql",
    "0009999999_a.sql, 0010000000_new.sql",
    "0001-a.sql, 0002-new.sql",
    "00000000000000000041_a.sql, 00000000000000000042_new.sql",
    "29991231235959_a/migration.sql, 29991231235960_new/migration.sql",
    "2_a.sqlite3.up.sql, 3_new.up.sql"
  })
  void createGoesOnInTheFoldersLayout(String there, String made) {
    scene.file(there, "SELECT 1;\n");

    assertThat(files("create", "new").out().lines().findFirst().orElseThrow()).endsWith("/" + made);
    var latest = files("latest");
    assertThat(latest.code()).as(latest.text()).isZero();
    scene.file(made, "SELECT 2;\n");
    assertThat(files("validate", "--dialect", "sqlite").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "20230102030405_a.sql, 20\\d{12}_new.sql",
    "2023-01-02-030405_a/up.sql, 20\\d\\d-\\d\\d-\\d\\d-\\d{6}_new/up.sql",
    "2023-01-02-030405-0000_a/up.sql, 20\\d\\d-\\d\\d-\\d\\d-\\d{6}-0000_new/up.sql",
    "0005_20240115_103000_a.sql, 0006_20\\d{6}_\\d{6}_new.sql",
    "V20230102030405__a.sql, V20\\d{12}__new.sql",
    "20230102030405123456_a.sql, 20\\d{12}000000_new.sql",
    "2023-01-02_a/up.sql, 20\\d\\d-\\d\\d-\\d\\d-\\d{6}_new/up.sql",
    "1672628645_a.sql, 1\\d{9}_new.sql"
  })
  void createTakesTheTimeWhereTheFolderCountsByTime(String there, String made) {
    scene.file(there, "SELECT 1;\n");

    assertThat(files("create", "new").out().lines().findFirst().orElseThrow())
        .matches(".*/" + made);
    assertThat(files("validate").out()).startsWith("2 migrations");
  }

  @ParameterizedTest
  @CsvSource({
    "-- Up, -- Down",
    "-- migrate:up, -- migrate:down",
    "-- +goose Up, -- +goose Down",
    "-- +migrate Up, -- +migrate Down",
    "-- @up, -- @down",
    "'', ---- create above / drop below ----",
    "'', -- //@UNDO"
  })
  void createWritesTheSectionsOfTheFolder(String up, String down) {
    scene.file("001_a.sql", up + "\nSELECT 1;\n" + down + "\nSELECT 2;\n");

    files("create", "new", "--author", "me");
    assertThat(scene.folder.resolve("002_new.sql"))
        .content()
        .startsWith("-- Description: new\n-- Date: 20")
        .endsWith(
            "\n-- Author: me\n\n"
                + up
                + (up.isEmpty() ? "" : "\n")
                + "-- Write the statements of the migration here.\n\n"
                + down
                + "\n-- Write what rolls it back here, or leave this part empty.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "003_a.sql, 003_b.sql, 004_b.sql",
    "V003__a/up.sql, V003__b/up.sql, V004__b/up.sql",
    "V3__a.sql, V3__b.sql, V4__b.sql",
    "V1_2__a.sql, V1_2__b.sql, V1_3__b.sql",
    "003_a.up.sql, 003_b.up.sql, 004_b.up.sql",
    "29991231235959_a.sql, 29991231235959_b.sql, 29991231235960_b.sql"
  })
  void theCommandThatIsAdvisedMendsTwoFilesWithOneNumber(String one, String two, String mended) {
    scene.file(one, "SELECT 1;\n").file(two, "SELECT 2;\n");
    var told = files("validate").err();
    var command = "migrate renumber " + two + " --dir " + scene.folder;
    assertThat(told).contains(one, two, command);

    var words = command.substring("migrate ".length()).split(" ");
    assertThat(Scene.migrate(Map.of(), words).code()).isZero();
    assertThat(scene.folder.resolve(mended)).hasContent("SELECT 2;");
    assertThat(scene.folder.resolve(one)).hasContent("SELECT 1;");
    assertThat(files("validate").out()).startsWith("2 migrations");
  }

  @Test
  void allFilesOfAMigrationGoAlongAndItsMetadataToo() {
    scene
        .file("003_a.sql", "SELECT 1;\n")
        .file("003_b.up.sql", "SELECT 2;\n")
        .file("003_b.down.sql", "SELECT 3;\n")
        .file("003_b.metadata.yaml", "version: 3\nauthor: me\n");

    var moved = files("renumber", scene.folder.resolve("003_b.up.sql").toString());
    assertThat(moved.code()).as(moved.text()).isZero();
    assertThat(scene.folder.resolve("004_b.down.sql")).exists();
    assertThat(scene.folder.resolve("004_b.metadata.yaml"))
        .hasContent("version: \"004\"\nauthor: me");
    assertThat(files("validate").code()).isZero();
  }

  @Test
  void whatIsAppliedKeepsItsNumber() {
    scene.counting();
    scene.up();
    var database = new String[] {"002_step.sql", "--url", scene.url()};

    var refused = files("renumber", database);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("002_step.sql", "applied", "migrate create");
    assertThat(scene.folder.resolve("002_step.sql")).exists();

    scene.file("002_twin.sql", "-- phase: expand\n" + Scene.COUNT + ";\n-- twin\n");
    assertThat(files("renumber", "002_twin.sql", "--url", scene.url()).code()).isZero();
    assertThat(scene.folder.resolve("004_twin.sql")).exists();
    assertThat(scene.up().outcome()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(3);
  }

  /** Under another number its first statement would be done again. */
  @Test
  void whatIsAppliedInPartKeepsItsNumber() {
    var half = "-- migrate:up transaction:false\n" + Scene.COUNT + ";\nSELECT * FROM nowhere;\n";
    scene.counting().file("004_half.sql", half);
    assertThat(scene.up().code()).isEqualTo(1);
    assertThat(scene.counter()).isEqualTo(3);
    var database = new String[] {"004_half.sql", "--url", scene.url()};

    for (var status : new String[] {"failed", "running"}) {
      scene.sql(
          "UPDATE schema_migration_history SET status = '" + status + "' WHERE version = '4'");
      var refused = files("renumber", database);
      assertThat(refused.code()).as(status + refused.text()).isEqualTo(3);
      assertThat(refused.err()).contains("004_half.sql", "in part");
      assertThat(scene.folder.resolve("004_half.sql")).exists();
    }
  }

  @ParameterizedTest
  @CsvSource({"nothing.sql", "README.md", "R__view.sql", "../003_a.sql"})
  void whatHasNoNumberIsRefused(String file) {
    scene.file("003_a.sql", "SELECT 1;\n").file("R__view.sql", "SELECT 1;\n");

    assertThat(files("renumber", file).code()).isEqualTo(3);
  }
}
