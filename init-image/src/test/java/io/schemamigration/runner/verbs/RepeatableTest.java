package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Files that are run whenever they change. */
class RepeatableTest extends DatabaseTest {
  private static final String REMOVES = "DELETE FROM counter WHERE n > 1000;\n";

  private static final String REPEATABLE =
      "SELECT version, status FROM schema_migration_history WHERE version LIKE 'R%' ORDER BY id";

  private void counting(String header) {
    scene.file("V1__counter.sql", Scene.COUNTER);
    scene.file("R__count.sql", header + Scene.COUNT + ";\n");
  }

  @Test
  void isRunAfterTheMigrationsAndAgainOnlyWhenItHasChanged() {
    counting("");
    scene.file("V2__more.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");

    assertThat(scene.up().outcome()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.counter()).isEqualTo(2);

    counting("-- changed\n");
    assertThat(scene.up().outcome()).isEqualTo("completed");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.counter()).isEqualTo(3);
    assertThat(scene.ask(REPEATABLE)).isEqualTo("R__count completed");
    assertThat(scene.window()).startsWith("0 2");
  }

  @Test
  void oneThatIsGoneLeavesItsRowAndIsInNobodysWay() throws IOException {
    counting("");
    scene.up();
    Files.delete(scene.folder.resolve("R__count.sql"));

    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.ask(REPEATABLE)).isEqualTo("R__count completed");

    counting("");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void waitsUntilAllMigrationsButContractsAreApplied() {
    counting("");
    scene.file("V2__more.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");
    scene.up("--to", "1");
    assertThat(scene.ask(REPEATABLE)).isEmpty();

    scene.up();
    assertThat(scene.ask(REPEATABLE)).isEqualTo("R__count completed");
  }

  @Test
  void isRefusedBehindAGateUnlessItIsDeclaredToLeaveOlderCodeWorking() {
    scene.file("V1__counter.sql", Scene.COUNTER);
    assertThat(scene.step("expand", 1).outcome()).isEqualTo("completed");
    counting(REMOVES);

    var refused = scene.step("expand", 2);
    assertThat(refused.outcome()).isEqualTo("refused");
    assertThat(refused.text()).contains("R__count.sql", "-- phase: expand");
    assertThat(scene.counter()).isZero();

    counting("-- phase: expand\n" + REMOVES);
    assertThat(scene.step("expand", 3).outcome()).isEqualTo("refused");

    counting("-- phase: expand\n-- accept: delete-rows there is none\n" + REMOVES);
    assertThat(scene.step("expand", 4).outcome()).isEqualTo("completed");
    assertThat(scene.step("expand", 4).outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void failsAsAWholeAndIsRunOnceItIsCorrected() {
    counting("");
    scene.file("R__count.sql", Scene.COUNT + ";\nSELECT * FROM nowhere;\n");

    var failed = scene.up();
    assertThat(failed.outcome()).isEqualTo("failed");
    assertThat(failed.json().at("/failure/file").asText()).isEqualTo("R__count.sql");
    assertThat(failed.json().at("/failure/line").asInt()).isEqualTo(2);
    assertThat(scene.counter()).isZero();

    counting("");
    assertThat(scene.up().outcome()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(scene.ask(REPEATABLE)).isEqualTo("R__count failed,R__count completed");
    assertThat(scene.verb("status").code()).isZero();
  }

  @Test
  void itsVerificationsHaveToHoldOrNothingOfItStays() {
    counting("-- verify: SELECT n = 7 FROM counter\n");

    var failed = scene.up();
    assertThat(failed.outcome()).as(failed.text()).isEqualTo("failed");
    assertThat(failed.json().at("/failure/message").asText()).contains("verification failed");
    assertThat(failed.json().at("/failure/sqlState").isMissingNode()).isTrue();
    assertThat(failed.json().at("/failure/line").asInt()).isEqualTo(1);
    assertThat(scene.counter()).isZero();

    counting("-- verify: SELECT n = 1 FROM counter\n");
    assertThat(scene.up().outcome()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(1);
  }

  private static final String VIEW = "CREATE VIEW v AS SELECT a FROM t;\n";

  private void viewInTheWay() {
    scene.file("V1__t.sql", "CREATE TABLE t (a int, b int);\n");
    scene.file("R__v.sql", "CREATE VIEW v AS SELECT a, b FROM t;\n");
    scene.up();
    scene.file("V2__drop.sql", "ALTER TABLE t DROP COLUMN b;\n");
  }

  @Test
  void aViewInTheWayOfAMigrationIsToBeDroppedByItAndIsMadeAgain() {
    viewInTheWay();
    scene.file("R__v.sql", VIEW);

    assertThat(scene.up().json().at("/failure/hint").asText())
        .isEqualTo(
            "Write DROP VIEW v; before the statement."
                + " After the migrations it is recreated by what has changed: R__v.sql.");

    scene.file("V2__drop.sql", "DROP VIEW v;\nALTER TABLE t DROP COLUMN b;\n");
    assertThat(scene.up().code()).isZero();
    assertThat(scene.ask("SELECT count(*) FROM v")).isEqualTo("0");
  }

  @Test
  void aViewWhoseFileHasNotChangedIsToBeMadeAgainByTheMigration() {
    viewInTheWay();

    assertThat(scene.up().json().at("/failure/hint").asText())
        .isEqualTo(
            "Write DROP VIEW v; before the statement. Create it again in this file, too:"
                + " what makes it isn't run again unless it changes: R__v.sql.");

    scene.file("V2__drop.sql", "DROP VIEW v;\nALTER TABLE t DROP COLUMN b;\n" + VIEW);
    assertThat(scene.up().code()).isZero();
    assertThat(scene.ask("SELECT count(*) FROM v")).isEqualTo("0");
  }

  @Test
  void aViewInTheWayOfTheWayBackIsToBeDroppedByIt() {
    scene.file("V1__t.sql", "CREATE TABLE t (a int);\n");
    scene.file("V2__b.sql", "ALTER TABLE t ADD COLUMN b int;\n");
    scene.file("U2__b.sql", "ALTER TABLE t DROP COLUMN b;\n");
    scene.file("R__v.sql", "CREATE VIEW v AS SELECT b FROM t;\n");
    scene.up();

    assertThat(scene.verb("down").json().at("/failure/hint").asText())
        .startsWith("Write DROP VIEW v; before the statement. Create it again in this file");
  }

  @Test
  void aViewThatNoFileMakesIsLeftToTheDatabasesAdvice() {
    viewInTheWay();
    scene.sql("DROP VIEW v", "CREATE VIEW other AS SELECT b FROM t");

    assertThat(scene.up().json().at("/failure/hint").asText()).doesNotContain("Write DROP VIEW");
  }

  /** By name, as documented; what to do is shown. */
  @Test
  void oneThatNeedsWhatALaterOneMakesIsTold() throws IOException {
    scene.file("V1__t.sql", "CREATE TABLE t (a int);\n");
    scene.file("R__a.sql", "SELECT a FROM vb;\n");
    scene.file("R__b.sql", "DROP VIEW IF EXISTS vb;\nCREATE VIEW vb AS SELECT a FROM t;\n");
    scene.file("R__c.sql", "DROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT a FROM t;\n");

    var failed = scene.up();

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.text()).contains("vb is made by R__b.sql, which runs later");
    Files.move(scene.folder.resolve("R__a.sql"), scene.folder.resolve("R__z.sql"));
    assertThat(scene.up().code()).isZero();
  }
}
