package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CREATE INDEX CONCURRENTLY on PostgreSQL: never left INVALID, never taken for done. */
class IndexBuildTest {
  private static final String BUILD =
      """
      -- phase: expand
      -- overtakes: 3
      CREATE UNIQUE INDEX CONCURRENTLY by_n ON other.big (n);
      -- accept: add-unique no code writes to it
      """;
  @TempDir Path temp;
  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp).counting();
    scene.step("expand", 1, "--version", "2");
    scene.sql(
        "CREATE SCHEMA other",
        "CREATE TABLE other.big (n integer)",
        "INSERT INTO other.big VALUES (1), (1)");
    scene.file("004_index.sql", BUILD);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private String index() {
    return scene.ask(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('other.by_n')");
  }

  @Test
  void aBuildThatFailsLeavesNoInvalidIndex() {
    var failed = scene.step("expand", 2, "--version", "4");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().at("/failure/sqlState").asText()).isEqualTo("23505");
    assertThat(index()).isEmpty();

    scene.sql("DELETE FROM other.big");
    assertThat(scene.step("expand", 3, "--version", "4").code()).isZero();
    assertThat(index()).isEqualTo("t");
  }

  @Test
  void anInvalidIndexOfARunThatWasKilledIsBuiltAgain() throws Exception {
    killedWhileItBuilt();
    scene.sql("DELETE FROM other.big");

    var again = scene.step("expand", 3, "--version", "4");

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.err()).contains("dropping the INVALID index");
    assertThat(index()).isEqualTo("t");
    assertThat(scene.history()).endsWith("4 completed");
  }

  @Test
  void anInvalidIndexIsNotTakenForDoneBecauseItsNameIsThere() throws Exception {
    killedWhileItBuilt();

    var failed = scene.step("expand", 3, "--version", "4");

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(scene.history()).endsWith("4 failed");
    assertThat(index()).isEmpty();
  }

  /** As a killed runner leaves it: the row running, the index INVALID. */
  private void killedWhileItBuilt() throws Exception {
    scene.step("expand", 2, "--version", "4");
    scene.sql("UPDATE schema_migration_history SET status = 'running' WHERE version = '4'");
    try (var connection = scene.connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE UNIQUE INDEX CONCURRENTLY by_n ON other.big (n)");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("23505");
    }
    assertThat(index()).isEqualTo("f");
  }

  @Test
  void repairDropsTheInvalidIndexAndBuildsNone() throws Exception {
    killedWhileItBuilt();
    scene.sql("DELETE FROM other.big");

    var refused = scene.verb("repair");
    assertThat(refused.code()).as("the database has an owner").isEqualTo(3);
    assertThat(index()).isEqualTo("f");
    var repair = scene.verb("repair", "--override-owner", "incident 7");

    assertThat(repair.code()).as(repair.text()).isZero();
    assertThat(repair.json().at("/leftovers/0/found").asText())
        .isEqualTo("dropped the INVALID index other.by_n, left by statement 1");
    assertThat(repair.json().at("/leftovers/0/next").asText())
        .isEqualTo("migrate up continues with statement 1");
    assertThat(index()).isEmpty();
    assertThat(scene.history()).endsWith("4 running");
    assertThat(scene.step("expand", 9, "--version", "4").code()).isZero();
    assertThat(index()).isEqualTo("t");
  }

  @Test
  void repairNotesABuildAndADropThatWereDone() {
    scene.sql("DELETE FROM other.big");
    scene.file("004_index.sql", BUILD + "DROP INDEX CONCURRENTLY IF EXISTS other.by_n;\n");
    assertThat(scene.step("expand", 2, "--version", "4").code()).isZero();
    scene.sql(
        "UPDATE schema_migration_history SET status = 'running', statement = 0 WHERE version = '4'",
        "CREATE UNIQUE INDEX by_n ON other.big (n)");

    var built = scene.verb("repair", "--override-owner", "incident 7");

    assertThat(built.json().at("/leftovers/0/found").asText())
        .contains("statement 1 was already done");
    assertThat(scene.ask("SELECT statement FROM schema_migration_history WHERE version = '4'"))
        .isEqualTo("1");
    assertThat(index()).as("the build is noted, the drop isn't run").isEqualTo("t");

    scene.sql("DROP INDEX other.by_n");
    var dropped = scene.verb("repair", "--override-owner", "incident 7");

    assertThat(dropped.json().at("/leftovers/0/next").asText())
        .isEqualTo("migrate up completes it");
    assertThat(scene.ask("SELECT statement FROM schema_migration_history WHERE version = '4'"))
        .isEqualTo("2");
    assertThat(scene.history()).endsWith("4 running");
    assertThat(scene.step("expand", 9, "--version", "4").code()).isZero();
  }

  /** A newer step has the row: what is found done may not be noted over it. */
  @Test
  void repairDoesNothingOverAFirmClaim() throws Exception {
    killedWhileItBuilt();
    scene.sql(
        "UPDATE schema_migration_window SET claim = '3', claim_firm = true, claim_expires_at = now()");

    var refused = scene.verb("repair", "--override-owner", "incident 7");

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(index()).isEqualTo("f");
  }

  @Test
  void aBuildThatWasDoneAndNotNotedIsFoundDone() {
    scene.sql("DELETE FROM other.big");
    assertThat(scene.step("expand", 2, "--version", "4").code()).isZero();
    scene.sql(
        "UPDATE schema_migration_history SET status = 'running', statement = 0 WHERE version = '4'");

    var again = scene.step("expand", 3, "--version", "4");

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.err()).contains("was already done");
    assertThat(index()).isEqualTo("t");
  }

  @Test
  void somethingElseOfThatNameIsNotTakenForTheIndex() {
    scene.sql("DELETE FROM other.big");
    assertThat(scene.step("expand", 2, "--version", "4").code()).isZero();
    scene.sql(
        "UPDATE schema_migration_history SET status = 'running', statement = 0 WHERE version = '4'",
        "DROP INDEX other.by_n",
        "CREATE TABLE other.by_n ()");

    var failed = scene.step("expand", 3, "--version", "4");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().at("/failure/sqlState").asText()).isEqualTo("42P07");
    assertThat(scene.history()).endsWith("4 failed");
  }

  /** It waits for the end of each, and keeps nobody from working meanwhile. */
  @Test
  void aBuildWaitsLongerThanALockTimeoutForOlderTransactions() throws Exception {
    scene.sql("DELETE FROM other.big");
    try (var connection = scene.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO other.big VALUES (1)");
      var build = CompletableFuture.supplyAsync(() -> scene.step("expand", 2, "--version", "4"));
      Sleep.millis(6500);
      assertThat(build).isNotDone();
      connection.commit();

      assertThat(build.join().code()).as(build.join().text()).isZero();
    }
    assertThat(index()).isEqualTo("t");
  }

  @Test
  void anIndexWithoutANameIsRefusedBeforeAnythingIsDone() {
    scene.file(
        "004_index.sql",
        "-- phase: expand\n-- overtakes: 3\nVACUUM;\nCREATE INDEX CONCURRENTLY ON other.big (n);\n");

    var refused = scene.step("expand", 2, "--version", "4");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.reason()).isEqualTo("InvalidMigrations");
    assertThat(refused.json().at("/failure/line").asInt()).isEqualTo(4);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }
}
