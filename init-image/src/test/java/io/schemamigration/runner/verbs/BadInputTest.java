package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each has an answer that says what to do, and changes nothing. */
class BadInputTest extends DatabaseTest {
  private Result refused(String reason) {
    var before = history();
    var result = scene.step("expand", 9, "--version", "9");
    assertThat(result.code()).as(result.text()).isEqualTo(3);
    assertThat(result.reason()).isEqualTo(reason);
    assertThat(result.json().at("/failure/hint").asText()).isNotEmpty();
    assertThat(history()).isEqualTo(before);
    return result;
  }

  private String history() {
    return scene.hasTable("schema_migration_history") ? scene.history() : "";
  }

  @Test
  void aFolderThatIsNotThere() throws IOException {
    Files.delete(scene.folder);

    assertThat(refused("SourceMissing").text()).contains("there is no folder");
  }

  @Test
  void aFolderWithoutMigrations() {
    scene.file("README.md", "nothing here");

    assertThat(refused("InvalidMigrations").text()).contains("no migration");
  }

  @Test
  void oneVersionTwiceNamesBothFiles() {
    scene.counting().file("02_other.sql", Scene.COUNT + ";\n");

    assertThat(refused("InvalidMigrations").text()).contains("002_step.sql", "02_other.sql");
  }

  @Test
  void aNewFileBelowTheHighestAppliedIsAskedToBeRenumbered() {
    scene.counting().expand(5, Scene.COUNT).up();
    scene.expand(4, Scene.COUNT).expand(9, Scene.COUNT);

    var refused = refused("InvalidMigrations");

    assertThat(refused.text()).contains("004_step.sql", "give it a version above 5");
    assertThat(scene.counter()).isEqualTo(3);
  }

  @Test
  void anEditedFileThatWasAppliedIsAskedToBeRestored() {
    scene.counting().up();
    scene.expand(2, Scene.COUNT + " + 1").expand(9, Scene.COUNT);

    var refused = refused("ChecksumMismatch");

    assertThat(refused.text()).contains("002_step.sql", "restore the file");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotUtf8SaysWhere() throws IOException {
    scene.expand(1, Scene.COUNT);
    Files.write(
        scene.folder.resolve("009_latin.sql"),
        "-- phase: expand\nSELECT 'Ü';\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refused("InvalidMigrations").text()).contains("009_latin.sql:2", "UTF-8");
  }

  @Test
  void aQuoteWithoutAnEndSaysWhereItBegins() {
    scene.file("009_quote.sql", "-- phase: expand\nSELECT 1;\nINSERT INTO t VALUES ('abc);\n");

    assertThat(refused("InvalidMigrations").text()).contains("009_quote.sql:3");
  }

  @Test
  void aVersionThatThereIsNot() {
    scene.counting();

    assertThat(refused("VersionUnknown").text()).contains("no migration of version 9");
  }

  @Test
  void aTransactionOfItsOwnIsNotForAMigration() {
    scene.file("009_own.sql", "-- phase: expand\n" + Scene.COUNT + ";\nCOMMIT;\n");

    assertThat(refused("InvalidMigrations").text()).contains("009_own.sql:3");
  }

  @Test
  void theTwoTablesAreNotForAMigration() {
    var write = "UPDATE schema_migration_window SET step_number = 99;\n";
    scene.file("009_own.sql", "-- phase: expand\nSELECT 1;\n" + write);
    assertThat(refused("InvalidMigrations").text())
        .contains("009_own.sql:3", "schema_migration_window is changed");
    assertThat(scene.verb("plan").text()).contains("009_own.sql:3");

    scene.file("009_own.sql", "-- phase: expand\n-- Up\nSELECT 1;\n-- Down\n" + write);
    scene.up();
    var down = scene.verb("down", "--no-backup");
    assertThat(down.code()).isEqualTo(3);
    assertThat(down.json().at("/failure/line").asInt()).isEqualTo(5);
    assertThat(down.text()).contains("schema_migration_window is changed");

    scene.file("R__own.sql", "-- phase: expand\n" + write);
    var repeated = scene.up();
    assertThat(repeated.code()).as(repeated.text()).isEqualTo(3);
    assertThat(repeated.json().at("/failure/file").asText()).isEqualTo("R__own.sql");
    assertThat(scene.history()).isEqualTo("9 completed");
  }

  @Test
  void aDatabaseThatIsDownIsAPassingCause() {
    scene.counting();
    var url =
        engine == Engine.SQLITE
            ? "sqlite:" + temp.resolve("no/such/folder/app.db")
            : "postgres://app:s3cret@127.0.0.1:1/db";

    var result = Scene.migrate(Map.of(), scene.stepArgs(url, "expand", 1, "--version", "3"));

    assertThat(result.reason()).as(result.text()).isEqualTo("DatabaseUnreachable");
    assertThat(result.code()).isIn(3, 4);
    assertThat(result.text()).doesNotContain("s3cret");
  }

  @Test
  void aReportIsWrittenForTheTerminationMessageWhateverHappens() throws IOException {
    scene.counting();
    var report = temp.resolve("report");

    scene.step("expand", 9, "--version", "9", "--report-file", report.toString());

    assertThat(Files.readString(report)).contains("VersionUnknown").hasSizeLessThan(4097);
  }

  @Test
  void aWrongDatabaseOrAFileThatIsNone() throws IOException {
    scene.counting();
    var result =
        switch (engine) {
          case POSTGRESQL ->
              Scene.migrate(
                  Map.of(),
                  scene.stepArgs(
                      scene.url().replace(scene.name(), "nowhere"), "expand", 1, "--version", "3"));
          case SQLITE -> {
            Files.writeString(Path.of(scene.name()), "a text, not a database ".repeat(50));
            yield scene.step("expand", 1, "--version", "3");
          }
        };

    assertThat(result.code()).isEqualTo(engine == Engine.SQLITE ? 1 : 3);
    assertThat(result.text())
        .contains(engine == Engine.SQLITE ? "is not a SQLite database" : "CredentialsInvalid");
  }

  @Test
  void aFileLockedForLongIsAPassingCause() throws Exception {
    scene.counting();
    scene.step("expand", 1, "--version", "1");
    var lock = engine == Engine.SQLITE ? "BEGIN IMMEDIATE" : "BEGIN";
    try (var connection = scene.connect();
        var statement = connection.createStatement()) {
      statement.execute(lock);
      statement.execute(
          engine == Engine.SQLITE ? "SELECT 1" : "LOCK TABLE counter IN ACCESS EXCLUSIVE MODE");
      var run = CompletableFuture.supplyAsync(() -> scene.step("expand", 2, "--version", "2"));
      Sleep.millis(3000);
      assertThat(run).isNotDone();
      statement.execute("COMMIT");

      assertThat(run.get(30, TimeUnit.SECONDS).code()).as(run.join().text()).isZero();
    }
    assertThat(scene.counter()).isEqualTo(1);
  }
}
