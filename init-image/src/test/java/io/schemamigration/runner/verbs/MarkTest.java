package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.Test;

/** What somebody did by hand is brought into the history. */
class MarkTest extends DatabaseTest {
  private Result mark(int version, String... more) {
    return mark("mark-rolled-back", version, more);
  }

  private Result mark(String verb, int version, String... more) {
    var args = new java.util.ArrayList<>(java.util.List.of(scene.args(verb, more)));
    args.add(1, "" + version);
    return Scene.migrate(java.util.Map.of(), args.toArray(String[]::new));
  }

  private Result applied(int version, String... more) {
    return mark("mark-applied", version, with(more));
  }

  private static String[] with(String... more) {
    var all = new java.util.ArrayList<>(java.util.List.of("--reason", "by hand"));
    all.addAll(java.util.List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aMigrationThatWasAppliedByHandIsRecordedAsUpWould() {
    scene.counting().up("--to", "2");
    scene.sql("ALTER TABLE counter ADD COLUMN more integer");
    scene.file("004_more.sql", "ALTER TABLE counter ADD COLUMN more integer;\n");
    var failed = scene.up();
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().at("/failure/hint").asText())
        .startsWith("All that the file creates exists already: column counter.more (line 1).")
        .contains("migrate mark-applied 4 --reason WHY");

    assertThat(mark("mark-applied", 4).code()).as("no reason").isEqualTo(2);
    var marked = applied(4);

    assertThat(marked.code()).as(marked.text()).isZero();
    assertThat(marked.json().path("markedApplied").asText()).isEqualTo("4");
    assertThat(scene.window()).isEqualTo("3 4 null");
    assertThat(
            scene.ask(
                "SELECT version, phase, status FROM schema_migration_history WHERE status = 'completed' ORDER BY id"))
        .endsWith("4 expand completed");
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '4'"))
        .contains("by hand");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(applied(4).code()).as("repeated").isZero();
    assertThat(applied(9).reason()).isEqualTo("VersionUnknown");
  }

  @Test
  void whatTheRunItselfMadeOutsideOfATransactionIsNotInItsWay() {
    scene.file(
        "001_own.sql",
        "CREATE TABLE own (id integer);\nVACUUM;\nCREATE TABLE more (id integer);\n");
    scene.sql("CREATE TABLE more (id integer)", "INSERT INTO more VALUES (1)");
    scene.verb("baseline", "--to", "0");

    var hint = scene.up().json().at("/failure/hint").asText();

    assertThat(hint).contains("table more (line 3)", "(it has rows)").doesNotContain("own");
  }

  @Test
  void aContractThatWasAppliedByHandRaisesTheMinimum() {
    scene.counting().up("--to", "2");

    assertThat(applied(3).code()).isZero();

    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.counter()).as("it isn't run").isEqualTo(1);
  }

  @Test
  void oneAboveAPendingOneMayBeRecorded() {
    scene.sql("CREATE TABLE counter (n integer NOT NULL)", "INSERT INTO counter VALUES (1)");
    scene.counting().verb("baseline", "--to", "1");
    scene
        .file("004_more.sql", "CREATE TABLE more (id integer);\n")
        .sql("CREATE TABLE more (id integer)");

    assertThat(applied(4).code()).isZero();

    assertThat(scene.window()).as("2 is missing").isEqualTo("0 1 null");
    scene.folder.resolve("003_step.sql").toFile().delete();
    assertThat(scene.up("--out-of-order").applied()).isEqualTo("2");
    assertThat(scene.window()).isEqualTo("0 4 null");
  }

  @Test
  void whatIsNotInTheDatabaseOrDependsOnWhatIsNotIsRefused() {
    scene
        .expand(1, "SELECT 1")
        .file("002_more.sql", "CREATE TABLE more (id integer);\n")
        .file("003_needs.sql", "-- depends: 2\nSELECT 3;\n")
        .up("--to", "1");

    assertThat(applied(3).text()).contains("003_needs.sql depends on 2, which isn't applied");
    var refused = applied(2);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.json().at("/failure/line").asInt()).isEqualTo(1);
    assertThat(refused.text())
        .contains("table more, which the file creates, isn't in the database");
    assertThat(scene.history()).isEqualTo("1 completed");
    assertThat(applied(2, "--yes").code()).isZero();
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }

  @Test
  void oneThatWasLeftHalfwayIsCompletedByHand() {
    scene.counting().up();
    scene.file(
        "004_half.sql", "-- phase: contract\n" + Scene.COUNT + ";\nVACUUM;\nUPDATE x SET n = 1;\n");
    assertThat(scene.up().code()).isEqualTo(1);
    scene.sql("UPDATE schema_migration_history SET status = 'running' WHERE status = 'failed'");

    assertThat(applied(4).code()).isZero();

    assertThat(scene.history()).endsWith("4 completed");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
  }

  @Test
  void aMigrationTakenBackByHandIsPendingAgainAndRunsNoStatement() {
    scene.counting().up();

    var marked = mark(3);

    assertThat(marked.code()).as(marked.text()).isZero();
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 rolled_back");
    assertThat(scene.window()).isEqualTo("0 3 null");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(mark(3).code()).as("repeated").isZero();
    assertThat(scene.up().applied()).isEqualTo("3");
    assertThat(mark(9).reason()).isEqualTo("VersionUnknown");
    assertThat(mark(9).code()).isEqualTo(3);
  }

  @Test
  void oneThatEndedHalfWayIsBegunAnew() {
    scene.counting().up();
    scene.file(
        "004_half.sql", "-- phase: contract\n" + Scene.COUNT + ";\nVACUUM;\nUPDATE x SET n = 1;\n");
    assertThat(scene.up().code()).isEqualTo(1);
    assertThat(scene.window()).isEqualTo("4 4 null");
    scene.sql("UPDATE counter SET n = n - 1");

    assertThat(mark(4).code()).isZero();

    assertThat(scene.window()).isEqualTo("3 4 null");
    scene.file("004_half.sql", "-- phase: contract\nVACUUM;\n" + Scene.COUNT + ";\n");
    var up = scene.up();
    assertThat(up.applied()).as(up.text()).isEqualTo("4");
    assertThat(scene.counter()).isEqualTo(3);
  }

  @Test
  void aBaselineHasTheWindowAndThePhasesOfItsFiles() {
    scene.counting().file("004_more.sql", "CREATE TABLE more (id integer);\n");
    scene.sql(Scene.COUNTER.split(";", -1)[0]);

    var baseline = scene.verb("baseline", "--to", "4");

    assertThat(baseline.json().at("/window/minimum").asText()).isEqualTo("3");
    assertThat(scene.window()).isEqualTo("3 4 null");
    assertThat(
            scene.ask(
                "SELECT version, phase, description FROM schema_migration_history ORDER BY id"))
        .isEqualTo("1 expand counter,2 expand step,3 contract step,4 expand more");
    var old = scene.migrate("verify", "--url", scene.url(), "--version", "2", "--timeout", "1s");
    assertThat(old.code()).as(old.text()).isEqualTo(3);
  }

  @Test
  void whatABaselineTakesForAppliedCanBeTakenOutOfIt() {
    scene.sql("CREATE TABLE first (id integer)");
    scene
        .expand(1, "SELECT 1")
        .expand(2, "CREATE TABLE second (id integer)")
        .expand(3, "SELECT 3")
        .verb("baseline", "--to", "3");

    assertThat(mark(2).code()).isZero();

    assertThat(scene.window()).isEqualTo("0 1 null");
    assertThat(scene.verb("status").text()).contains("pending");
    assertThat(scene.up().applied()).isEqualTo("2");
    assertThat(scene.hasTable("second")).isTrue();
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
  }

  @Test
  void anOwnedDatabaseWantsAReason() {
    scene.counting().step("expand", 1, "--version", "3", "--first-install");

    assertThat(mark(3).text()).contains("--override-owner");
    assertThat(scene.history()).endsWith("3 completed");
    assertThat(applied(3).text()).contains("--override-owner");
    assertThat(mark(3, "--override-owner", "incident 7").code()).isZero();
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '3'"))
        .contains("incident 7");
  }

  @Test
  void anEditedFileIsAcceptedWithAReasonThatStays() {
    scene.counting().up();
    scene.file("002_step.sql", "-- phase: expand\n-- a comment\n" + Scene.COUNT + ";\n");
    assertThat(scene.up().reason()).isEqualTo("ChecksumMismatch");

    assertThat(scene.verb("repair", "--accept-checksum", "2").code()).isEqualTo(2);
    assertThat(scene.verb("repair", "--accept-checksum", "7", "--reason", "x").code()).isEqualTo(3);
    var repair = scene.verb("repair", "--accept-checksum", "2", "--reason", "a comment");

    assertThat(repair.code()).as(repair.text()).isZero();
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '2'"))
        .contains("a comment")
        .contains("before");
  }

  @Test
  void aRepeatableFileHasARowInTheHistoryButNoVersion() {
    scene.counting().file("R__view.sql", "-- phase: expand\nUPDATE counter SET n = 5;\n");
    var up = scene.up();
    assertThat(up.code()).as(up.text()).isZero();

    var history =
        Scene.migrate(java.util.Map.of(), "history", "--url", scene.url(), "--output", "json");

    assertThat(history.code()).as(history.text()).isZero();
    assertThat(history.out()).contains("view");
    assertThat(Scene.migrate(java.util.Map.of(), "current", "--url", scene.url()).out())
        .isEqualTo("3: step\n");
  }

  /** The row is born with its last minimum, which would refuse all code of what is applied. */
  @Test
  void aContractThatFailedOnAFirstRunIsForgotten() {
    scene.counting().contract(3, "SELECT * FROM nowhere");
    scene.up();
    assertThat(scene.window()).startsWith("3 ");

    assertThat(mark(3).code()).isZero();
    assertThat(scene.window()).isEqualTo("0 3 null");
  }
}
