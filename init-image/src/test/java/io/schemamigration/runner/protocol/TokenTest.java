package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may write, and who may not: the guards at the window row. */
class TokenTest extends DatabaseTest {
  @BeforeEach
  void expanded() {
    scene.counting().step("expand", 1, "--version", "3");
  }

  private String row() {
    return scene.ask(
        "SELECT minimum, maximum, claim, step_number, step_id, owner FROM schema_migration_window");
  }

  private void refused(Result result, String reason) {
    assertThat(result.code()).as(result.text()).isEqualTo(3);
    assertThat(result.outcome()).isEqualTo("refused");
    assertThat(result.reason()).isEqualTo(reason);
  }

  @Test
  void aLowerNumberIsSuperseded() {
    scene.step("withdraw", 7);
    scene.expand(4, Scene.COUNT);
    var before = row();

    var late = scene.step("expand", 6, "--version", "4");

    refused(late, "Superseded");
    assertThat(late.json().path("number").asInt()).isEqualTo(7);
    assertThat(row()).isEqualTo(before);
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void theSameNumberWithAnotherIdIsSuperseded() {
    var before = row();
    refused(scene.step("claim", 1, "--claim", "3", "--id", "ffff"), "Superseded");
    assertThat(row()).isEqualTo(before);
  }

  @Test
  void theSameTokenGoesOn() {
    scene.file("004_step.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    var again = scene.step("expand", 1, "--version", "4");
    assertThat(again.applied()).as(again.text()).isEqualTo("4");
    assertThat(scene.counter()).isEqualTo(2);
  }

  /** A step that was given up while a migration of it ran applies nothing of the next one. */
  @Test
  void anUndeadStepAppliesNothingMore() throws SQLException {
    scene.file("004_a.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    scene.file("005_b.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    CompletableFuture<Result> undead;
    try (var blocker = scene.connect();
        var statement = blocker.createStatement()) {
      statement.execute(engine == Engine.SQLITE ? "BEGIN IMMEDIATE" : "BEGIN");
      if (engine == Engine.POSTGRESQL) {
        statement.execute("SET deadlock_timeout = '1h'"); // the runner is the one to give way
      }
      statement.execute("UPDATE counter SET n = n");
      undead = CompletableFuture.supplyAsync(() -> scene.step("expand", 2, "--version", "5"));
      waitForStepTwo();
      // what another step would write, in the blocker's own transaction
      statement.execute("UPDATE schema_migration_window SET step_number = 3, step_id = 'ab3'");
      statement.execute("COMMIT");
    }
    var result = undead.join();

    refused(result, "Superseded");
    assertThat(result.json().path("number").asInt()).isEqualTo(3);
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }

  /** On PostgreSQL it has taken the row by then; SQLite's file is locked as a whole. */
  private void waitForStepTwo() {
    if (engine == Engine.SQLITE) {
      Sleep.millis(500);
      return;
    }
    // its migration's transaction would hold the row: freed by the lock timeout between attempts
    Sleep.until(() -> scene.ask("SELECT step_number FROM schema_migration_window").equals("2"));
  }

  @Test
  void aRepeatedClaimOnlyReports() {
    scene.step("claim", 2, "--claim", "3");
    scene.expireClaim();

    var again = scene.step("claim", 2, "--claim", "3");

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.json().at("/window/claim").isTextual()).isFalse();
    refused(scene.step("contract", 3, "--claim", "3", "--claim-id", "ab2"), "ClaimLost");
  }

  @Test
  void aClaimEndsByTheDatabasesClock() {
    scene.step("claim", 2, "--claim", "3");
    scene.expireClaim();
    var before = row();

    refused(scene.step("contract", 3, "--claim", "3", "--claim-id", "ab2"), "ClaimLost");

    assertThat(row()).isEqualTo(before);
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void aClaimOfAnotherStepIsNoClaim() {
    scene.step("claim", 2, "--claim", "3");
    var before = row();
    refused(scene.step("contract", 3, "--claim", "3", "--claim-id", "other"), "ClaimLost");
    assertThat(row()).isEqualTo(before);
  }

  @Test
  void aClaimOfAnotherVersionIsNoClaim() {
    scene.contract(4, Scene.COUNT).step("expand", 2, "--version", "4");
    scene.step("claim", 3, "--claim", "3");
    refused(scene.step("contract", 4, "--claim", "4", "--claim-id", "ab3"), "ClaimLost");
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void contractWithoutAClaimIsRefused() {
    refused(scene.step("contract", 2, "--claim", "3", "--claim-id", "ab1"), "ClaimLost");
  }

  @Test
  void aWithdrawnClaimCantBeUsed() {
    scene.step("claim", 2, "--claim", "3");
    scene.step("withdraw", 3);
    refused(scene.step("contract", 4, "--claim", "3", "--claim-id", "ab2"), "ClaimLost");
  }

  @Test
  void aClaimAboveTheMaximumIsRefused() {
    scene.expand(4, "SELECT 1").contract(5, Scene.COUNT);
    var before = row();
    refused(scene.step("claim", 2, "--claim", "5"), "VersionUnreachable");
    assertThat(row()).isEqualTo(before);
  }

  @Test
  void aFirmClaimDoesNotEndAndTheSameContractGoesOn() {
    scene.contract(3, "SELECT * FROM not_there");
    scene.step("claim", 2, "--claim", "3");
    assertThat(scene.step("contract", 3, "--claim", "3", "--claim-id", "ab2").code()).isEqualTo(1);
    assertThat(scene.window()).isEqualTo("0 3 3");
    scene.expireClaim();

    scene.contract(3, Scene.COUNT);
    var again = scene.step("contract", 3, "--claim", "3", "--claim-id", "ab2");

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(scene.window()).isEqualTo("3 3 null");
  }

  @Test
  void aRunByHandIsRefusedWhileAFirmClaimStands() {
    scene.contract(3, "SELECT * FROM not_there");
    scene.step("claim", 2, "--claim", "3");
    scene.step("contract", 3, "--claim", "3", "--claim-id", "ab2");
    scene.contract(3, Scene.COUNT);
    var before = row();

    refused(scene.up("--override-owner", "an emergency"), "WaitingForLock");

    assertThat(row()).isEqualTo(before);
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void aRunByHandOnlyExpandsWhatHasAnOwner() {
    scene.file("004_step.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    assertThat(scene.up().applied()).isEqualTo("4");
    assertThat(scene.window()).isEqualTo("0 4 null");

    var all = scene.up("--override-owner", "the cluster is gone");
    assertThat(all.applied()).as(all.text()).isEqualTo("3");
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '3'"))
        .contains("the cluster is gone");
  }

  @Test
  void anotherOwnerIsRefused() {
    var before = row();
    refused(
        scene.step("expand", 2, "--version", "3", "--owner", "uid/other/orders"), "OwnedByAnother");
    refused(
        scene.step("claim", 2, "--claim", "3", "--owner", "uid/other/orders"), "OwnedByAnother");
    refused(scene.up("--phase", "expand", "--owner", "uid/other/orders"), "OwnedByAnother");
    assertThat(row()).isEqualTo(before);
  }

  @Test
  void otherFilesThanPlannedAreRefused() {
    var before = row();
    refused(
        scene.step("expand", 2, "--version", "3", "--digest", "sha256:" + "0".repeat(64)),
        "DigestMismatch");
    assertThat(row()).isEqualTo(before);
  }

  @Test
  void firstInstallNeedsADatabaseWithoutAWindow() {
    scene.step("expand", 2, "--version", "3", "--first-install");
    assertThat(scene.window()).isEqualTo("0 3 null");
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void firstInstallNeedsADatabaseWithoutHistory() {
    scene.sql("DELETE FROM schema_migration_window");
    scene.step("expand", 2, "--version", "3", "--first-install");
    assertThat(scene.window()).startsWith("0 3");
    assertThat(scene.counter()).isEqualTo(1);
  }
}
