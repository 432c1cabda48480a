package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code migrate repair}: what runs that failed or were ended left is told, and nothing applied.
 */
class LeftoversTest extends DatabaseTest {
  private static final String HALF = "-- phase: expand\n" + Scene.COUNT + ";\nVACUUM;\n";
  private static final String BROKEN = HALF + "UPDATE nowhere SET n = 1;\n";

  @BeforeEach
  void three() {
    scene.counting().up();
  }

  private void says(String found, String next) {
    var counter = scene.counter();
    var history = scene.history();
    var repair = scene.verb("repair");
    assertThat(repair.code()).as(repair.text()).isZero();
    var left = repair.json().path("leftovers").path(0);
    assertThat(left.path("version").asText()).isEqualTo("4");
    assertThat(left.path("found").asText()).isEqualTo(found);
    assertThat(left.path("next").asText()).isEqualTo(next);
    assertThat(scene.counter()).isEqualTo(counter);
    assertThat(scene.history()).isEqualTo(history);
  }

  @Test
  void whereNothingIsLeftItSaysSo() {
    assertThat(scene.verb("repair").json().path("leftovers")).isEmpty();
    assertThat(
            Scene.migrate(
                    Map.of(), "repair", "--url", scene.url(), "--dir", scene.folder.toString())
                .out())
        .isEqualTo("nothing to repair: no migration is left half-done\n");
  }

  @Test
  void anEditedFileIsToldWithTheWayOutAndNoDatabaseIsMade() {
    scene.file("002_step.sql", "-- phase: expand\n-- a comment\n" + Scene.COUNT + ";\n");

    assertThat(scene.verb("repair").json().path("edited").toString()).isEqualTo("[\"2\"]");
    assertThat(
            Scene.migrate(
                    Map.of(), "repair", "--url", scene.url(), "--dir", scene.folder.toString())
                .out())
        .contains("002_step.sql: was edited")
        .contains("migrate repair --accept-checksum 2 --reason WHY");
    assertThat(scene.up().text()).contains("migrate repair --accept-checksum 2 --reason WHY");

    var none = temp.resolve("none.db");
    var refused =
        Scene.migrate(
            Map.of(), "repair", "--url", "sqlite:" + none, "--dir", scene.folder.toString());
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("there is no database " + none);
    assertThat(none).doesNotExist();
  }

  @Test
  void ofAMigrationInATransactionNothingIsLeft() {
    scene.file(
        "004_half.sql", "-- phase: expand\n" + Scene.COUNT + ";\nUPDATE nowhere SET n = 1;\n");
    scene.up();

    says("nothing of it is in the database", "correct the file, then migrate up");
  }

  @Test
  void aFailureWhoseFileIsGoneIsToBeForgotten() throws IOException {
    scene.file("004_half.sql", "-- phase: contract\nALTER TABLE counter DROP COLUMN nowhere;\n");
    scene.up();
    Files.delete(scene.folder.resolve("004_half.sql"));

    says(
        "nothing of it is in the database, and its file is gone",
        "record that, so that the window forgets it: migrate mark-rolled-back 4");
  }

  @Test
  void afterAnErrorItIsToldWhatIsDoneAndWhatMayBeCorrected() {
    scene.file("004_half.sql", BROKEN);
    scene.up();

    says(
        "statements 1 to 2 are done",
        "Correct the file from statement 3 onwards; those before it are applied and must not change."
            + " Then migrate up.");

    scene.file("004_half.sql", "-- phase: expand\n" + Scene.COUNT + " + 1;\nVACUUM;\n");
    says(
        "statements 1 to 2 were applied before the rest failed, and have been edited since",
        "Restore them, and correct only what follows.");
  }

  @Test
  void afterAKillItIsToldWhereItGoesOn() throws IOException {
    scene.file("004_half.sql", BROKEN);
    scene.up();
    scene.sql(
        "UPDATE schema_migration_history SET status = 'running', statement = 1 WHERE version = '4'");

    says("statement 1 is done", "migrate up continues with statement 2");

    scene.file("004_half.sql", BROKEN + "SELECT 1;\n");
    says(
        "statement 1 is done; its file was edited since",
        "restore the file, then migrate up, or undo it by hand and record that:"
            + " migrate mark-rolled-back 4");

    Files.delete(scene.folder.resolve("004_half.sql"));
    says(
        "statement 1 is done; its file is gone",
        "restore it, or undo it by hand and record that: migrate mark-rolled-back 4");
  }

  @Test
  void whatOnlyLacksItsEndIsCompletedByUp() {
    scene.file("004_half.sql", HALF);
    scene.up();
    scene.sql("UPDATE schema_migration_history SET status = 'running' WHERE version = '4'");

    says("all of its statements are done", "migrate up completes it");

    assertThat(scene.up().applied()).isEqualTo("4");
    assertThat(scene.counter()).isEqualTo(3);
  }
}
