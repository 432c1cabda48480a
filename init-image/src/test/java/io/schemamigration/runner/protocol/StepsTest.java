package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The steps of a rollout, from an empty database to the contract. */
class StepsTest extends DatabaseTest {
  @Test
  void upAppliesEverythingAndASecondRunFindsNothingToDo() {
    scene.counting();

    var first = scene.up();
    assertThat(first.code()).as(first.text()).isZero();
    assertThat(first.applied()).isEqualTo("1 2 3");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 completed");

    var second = scene.up();
    assertThat(second.code()).isZero();
    assertThat(second.outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void whatIsNoStepIsWrongUse() {
    scene.counting();
    for (var word : new String[] {"plan", "down", "backfill", "up"}) {
      var result = scene.step(word, 1);
      assertThat(result.code()).as(result.text()).isEqualTo(2);
      assertThat(result.err())
          .contains("there is no step " + word + ": expand, claim, withdraw, contract");
    }
  }

  @Test
  void aRolloutExpandsThenClaimsThenContracts() {
    scene.counting();

    var expand = scene.step("expand", 1, "--version", "3");
    assertThat(expand.code()).as(expand.text()).isZero();
    assertThat(expand.applied()).isEqualTo("1 2");
    assertThat(expand.json().at("/pending/0/version").asText()).isEqualTo("3");
    assertThat(expand.json().at("/number").asInt()).isEqualTo(1);
    assertThat(scene.window()).isEqualTo("0 3 null");
    assertThat(scene.ask("SELECT pending FROM schema_migration_window")).isEqualTo("3");

    var claim = scene.step("claim", 2, "--claim", "3");
    assertThat(claim.code()).as(claim.text()).isZero();
    assertThat(scene.window()).isEqualTo("0 3 3");

    var contract = scene.step("contract", 3, "--claim", "3", "--claim-id", Scene.id(2));
    assertThat(contract.code()).as(contract.text()).isZero();
    assertThat(contract.applied()).isEqualTo("3");
    assertThat(contract.json().path("pending")).isEmpty();
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void twoPodsWithTheSameTokenApplyEachMigrationOnce() throws InterruptedException {
    int versions = 30;
    scene.expand(1, "CREATE TABLE counter (n integer);\nINSERT INTO counter VALUES (0)");
    for (int version = 2; version <= versions; version++) {
      scene.expand(version, "UPDATE counter SET n = n + 1");
    }
    var results = new ConcurrentLinkedQueue<Result>();
    Runnable pod = () -> results.add(scene.step("expand", 1, "--version", "30"));
    var one = Thread.ofPlatform().start(pod);
    var two = Thread.ofPlatform().start(pod);
    one.join();
    two.join();

    assertThat(results).hasSize(2).allSatisfy(r -> assertThat(r.code()).as(r.text()).isZero());
    assertThat(scene.counter()).isEqualTo(versions - 1);
  }

  @Test
  void withdrawTakesTheClaimBackAndLeavesTheMinimum() {
    scene.counting().step("expand", 1, "--version", "3");
    scene.step("claim", 2, "--claim", "3");

    var withdraw = scene.step("withdraw", 3);

    assertThat(withdraw.code()).as(withdraw.text()).isZero();
    assertThat(scene.window()).isEqualTo("0 3 null");
  }

  @Test
  void firstInstallAppliesEveryPhaseAndIsBornWithItsMinimum() {
    scene.counting();

    var install = scene.step("expand", 1, "--version", "3", "--first-install");

    assertThat(install.code()).as(install.text()).isZero();
    assertThat(install.applied()).isEqualTo("1 2 3");
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aFailedFirstInstallIsTakenUpAsAFirstInstall() {
    scene.counting().contract(3, "SELECT * FROM not_there");
    var failed = scene.step("expand", 1, "--version", "3", "--first-install");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed,3 failed");

    scene.contract(3, Scene.COUNT);
    var again = scene.step("expand", 2, "--version", "3");

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.applied()).isEqualTo("3");
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aFailureNamesFileLineStatementAndStateAndLeavesNothing() {
    scene.counting().up();
    scene.file(
        "004_broken.sql",
        "-- phase: expand\n"
            + Scene.COUNT
            + ";\n\nUPDATE counter\n  SET no_such_column = 1;\n"
            + Scene.COUNT
            + ";\n");

    var failed = scene.up();

    assertThat(failed.code()).isEqualTo(1);
    var failure = failed.json().path("failure");
    assertThat(failure.path("version").asText()).isEqualTo("4");
    assertThat(failure.path("file").asText()).isEqualTo("004_broken.sql");
    assertThat(failure.path("line").asInt()).isBetween(4, 5);
    assertThat(failure.path("statement").asInt()).isEqualTo(2);
    assertThat(failure.path("message").asText()).contains("no_such_column");
    assertThat(failure.path("sqlState").asText())
        .isEqualTo(engine == Engine.SQLITE ? "SQLITE_ERROR" : "42703");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).endsWith("4 failed");
    assertThat(failed.json().at("/pending/0/version").asText()).isEqualTo("4");

    scene.expand(4, Scene.COUNT);
    scene.file("004_broken.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");
    scene.folder.resolve("004_step.sql").toFile().delete();
    assertThat(scene.up().applied()).isEqualTo("4");
    assertThat(scene.counter()).isEqualTo(3);
  }

  @Test
  void aDatabaseWithTablesAsksForABaseline() {
    scene.sql("CREATE TABLE counter (n integer NOT NULL)", "INSERT INTO counter VALUES (5)");
    scene.counting();

    var refused = scene.step("expand", 1, "--version", "3", "--first-install");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.reason()).isEqualTo("NeedsApproval");
    assertThat(refused.json().at("/failure/hint").asText()).contains("migrate baseline");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();

    assertThat(scene.verb("baseline", "--to", "1").code()).isZero();
    assertThat(scene.window()).isEqualTo("0 1 null");
    var expand = scene.step("expand", 2, "--version", "3");
    assertThat(expand.applied()).as(expand.text()).isEqualTo("2");
    assertThat(scene.counter()).isEqualTo(6);
  }
}
