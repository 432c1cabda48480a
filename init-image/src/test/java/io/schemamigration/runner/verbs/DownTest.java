package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.Test;

/** The ways that lead back: down, to, redo. */
class DownTest extends DatabaseTest {
  private static final String BACK = "UPDATE counter SET n = n - 1";

  /** Versions 1 (the counter's table), 2 (expand), 3 (contract), each with its way back. */
  private Scene reversible() {
    return scene
        .file("V001__counter/up.sql", "-- phase: expand\n" + Scene.COUNTER)
        .file("V001__counter/down.sql", "DROP TABLE counter;\n")
        .file("V002__two/up.sql", "-- phase: expand\n" + Scene.COUNT + ";\n")
        .file("V002__two/down.sql", BACK + ";\n")
        .file("V003__three/up.sql", "-- phase: contract\n" + Scene.COUNT + ";\n")
        .file("V003__three/down.sql", BACK + ";\n");
  }

  @Test
  void takesTheLastOneBackAndTheMinimumFallsWithItsContract() {
    reversible().up();
    assertThat(scene.window()).isEqualTo("3 3 null");

    var down = scene.verb("down");

    assertThat(down.code()).as(down.text()).isZero();
    assertThat(down.applied()).isEqualTo("3");
    assertThat(down.json().at("/pending/0/version").asText()).isEqualTo("3");
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 rolled_back");
    assertThat(scene.window()).as("code at 3 works before its contract").isEqualTo("0 3 null");
    assertThat(scene.ask("SELECT count(*) FROM schema_migration_history WHERE rollback_at IS NULL"))
        .isEqualTo("2");
  }

  @Test
  void theMirrorOfAnIndexBuiltConcurrentlyIsRunInTheTransaction() {
    scene.counting().up();
    if (engine == Engine.SQLITE) {
      return;
    }
    scene.file(
        "004_index.sql",
        "-- Up\nCREATE INDEX CONCURRENTLY by_n ON counter (n);\n-- Down\nDROP INDEX CONCURRENTLY IF EXISTS by_n;\n");
    assertThat(scene.up().code()).isZero();

    var down = scene.verb("down");

    assertThat(down.code()).as(down.text()).isZero();
    assertThat(scene.hasTable("by_n")).isFalse();
  }

  @Test
  void theMaximumFallsWithAnExpandMigration() {
    reversible().up();

    var down = scene.verb("down", "--to", "1");

    assertThat(down.applied()).as(down.text()).isEqualTo("3 2");
    assertThat(scene.window()).isEqualTo("0 1 null");
    assertThat(scene.counter()).isZero();
  }

  @Test
  void theMinimumStaysWhereAContractBelowIsStillApplied() {
    reversible();
    scene.file("V004__four/up.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");
    scene.file("V004__four/down.sql", BACK + ";\n");
    scene.up();

    assertThat(scene.verb("down").applied()).isEqualTo("4");

    assertThat(scene.window()).isEqualTo("3 3 null");
  }

  @Test
  void allTheWayBackAndForthAgain() {
    reversible().up();

    assertThat(scene.verb("down", "--to", "0").applied()).isEqualTo("3 2 1");
    assertThat(scene.window()).isEqualTo("0 0 null");
    assertThat(scene.hasTable("counter")).isFalse();
    var again = scene.verb("to", "3");

    assertThat(again.applied()).as(again.text()).isEqualTo("1 2 3");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.history())
        .isEqualTo("1 rolled_back,2 rolled_back,3 rolled_back,1 completed,2 completed,3 completed");
  }

  @Test
  void stepsCountFromTheHighest() {
    reversible().up();

    assertThat(scene.verb("down", "--steps", "2").applied()).isEqualTo("3 2");
    assertThat(scene.verb("down", "--steps", "5").applied()).isEqualTo("1");
    assertThat(scene.verb("down").outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.verb("down", "--steps", "0").code()).isEqualTo(2);
    assertThat(scene.verb("down", "--steps", "1", "--to", "1").code()).isEqualTo(2);
  }

  @Test
  void toGoesBackOrForthToThatVersion() {
    reversible().up();

    assertThat(scene.verb("to", "2").applied()).isEqualTo("3");
    assertThat(scene.verb("to", "2").outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.verb("to", "3").applied()).isEqualTo("3");
    assertThat(scene.verb("to", "9").reason()).isEqualTo("VersionUnknown");
    assertThat(scene.verb("down", "--to", "9").reason()).isEqualTo("VersionUnknown");
    assertThat(scene.verb("to").code()).isEqualTo(2);
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void redoTakesBackAndAppliesAgain() {
    reversible().up();

    var redo = scene.verb("redo");

    assertThat(redo.code()).as(redo.text()).isZero();
    assertThat(redo.applied()).isEqualTo("3");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 rolled_back,3 completed");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.window()).isEqualTo("3 3 null");
  }

  @Test
  void aDryRunShowsTheStatementsAndChangesNothing() {
    reversible().up();

    var preview =
        Scene.migrate(
            java.util.Map.of(),
            "down",
            "--to",
            "1",
            "--dry-run",
            "--url",
            scene.url(),
            "--dir",
            scene.folder.toString());

    assertThat(preview.code()).isZero();
    assertThat(preview.out())
        .contains("rolling back 3: V003__three/down.sql")
        .contains(BACK)
        .doesNotContain("DROP TABLE");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.window()).isEqualTo("3 3 null");
  }

  @Test
  void oneWithoutADownPartStopsAllOfIt() {
    reversible();
    scene.folder.resolve("V002__two/down.sql").toFile().delete();
    scene.up();

    var refused = scene.verb("down", "--to", "0");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.json().at("/failure/file").asText()).isEqualTo("V002__two/up.sql");
    assertThat(refused.text()).contains("no down part").contains("migrate mark-rolled-back 2");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).doesNotContain("rolled_back");
  }

  @Test
  void whatItsAuthorCallsIrreversibleStays() {
    reversible().file("V003__three/metadata.yaml", "reversible: false\n").up();

    var refused = scene.verb("down");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("reversible: false");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void anEditedFileIsNotTakenBack() {
    reversible().up();
    scene.file("V003__three/up.sql", "-- phase: contract\n-- edited\n" + Scene.COUNT + ";\n");

    var refused = scene.verb("down");

    assertThat(refused.reason()).isEqualTo("ChecksumMismatch");
    assertThat(refused.text()).contains("--accept-checksum 3");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aBaselineIsNotTakenBack() {
    scene.sql("CREATE TABLE counter (n integer NOT NULL)", "INSERT INTO counter VALUES (0)");
    reversible().verb("baseline", "--to", "1");
    scene.up();

    var refused = scene.verb("down", "--to", "0");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("baseline");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.verb("down", "--to", "1").applied()).isEqualTo("3 2");
    assertThat(scene.window()).isEqualTo("0 1 null");
  }

  @Test
  void whatCantRunInATransactionIsRefused() {
    reversible().up();
    scene.file("V003__three/down.sql", BACK + ";\nVACUUM;\n");

    var refused = scene.verb("down");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("VACUUM").contains("transaction");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aFailedWayBackLeavesTheMigrationAppliedAndNamesTheLine() {
    reversible().up();
    scene.file("V003__three/down.sql", BACK + ";\n\nUPDATE nowhere SET n = 1;\n");

    var failed = scene.verb("down", "--to", "1");

    assertThat(failed.code()).isEqualTo(1);
    var failure = failed.json().path("failure");
    assertThat(failure.path("file").asText()).isEqualTo("V003__three/down.sql");
    assertThat(failure.path("line").asInt()).isEqualTo(3);
    assertThat(failure.path("statement").asInt()).isEqualTo(2);
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 completed");
  }

  @Test
  void whereOneHasAnOwnerAReasonIsNeededAndKept() {
    reversible().step("expand", 1, "--version", "3", "--first-install");

    var refused = scene.verb("down");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.reason()).isEqualTo("OwnedByAnother");
    assertThat(scene.counter()).isEqualTo(2);

    var down = scene.verb("down", "--override-owner", "incident 12");
    assertThat(down.applied()).as(down.text()).isEqualTo("3");
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '3'"))
        .contains("incident 12");
  }

  @Test
  void whatIsPartlyAppliedComesFirst() {
    reversible().up();
    scene.file(
        "V004__half/up.sql",
        "-- phase: expand\n" + Scene.COUNT + ";\nVACUUM;\nUPDATE nowhere SET n = 1;\n");
    assertThat(scene.up().code()).isEqualTo(1);
    assertThat(scene.history()).endsWith("4 failed");

    var refused = scene.verb("down");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("partly applied");
    assertThat(scene.counter()).isEqualTo(3);
  }

  @Test
  void aRunThatWasGivenUpTakesNothingBack() {
    reversible().up();
    var takeOver =
        "UPDATE schema_migration_window SET step_number = step_number + 1, step_id = 'other'; ";
    if (scene.engine == Engine.SQLITE) {
      scene.sql("CREATE TRIGGER rival AFTER UPDATE ON counter BEGIN " + takeOver + "END");
    } else {
      scene.sql(
          "CREATE FUNCTION rival() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
              + takeOver
              + "RETURN NULL; END $$",
          "CREATE TRIGGER rival AFTER UPDATE ON counter EXECUTE FUNCTION rival()");
    }

    var down = scene.verb("down", "--to", "1");

    assertThat(down.code()).isEqualTo(3);
    assertThat(down.reason()).isEqualTo("Superseded");
    assertThat(scene.counter()).as("3 is taken back, 2 isn't").isEqualTo(1);
  }

  @Test
  void aFailureSaysWhatWasRolledBackBeforeIt() {
    scene
        .file("001_a.sql", "-- Up\nCREATE TABLE a (n integer);\n-- Down\nDROP TABLE nothing;\n")
        .file("002_b.sql", "-- Up\nCREATE TABLE b (n integer);\n-- Down\nDROP TABLE b;\n")
        .up();

    var failed = scene.verb("down", "--steps", "2");

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.json().path("failure").path("hint").asText())
        .contains("none of it was rolled back. Rolled back before it: 2.");
    assertThat(scene.history()).isEqualTo("1 completed,2 rolled_back");
  }
}
