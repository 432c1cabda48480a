package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offline or undecided is applied once a person has approved these very files. */
class ApprovalTest extends DatabaseTest {
  private static final String RENAME = "ALTER TABLE counter RENAME COLUMN n TO total";

  /** Versions 1 (the counter's table), 2 (renames its column, offline), 3 (a table, expand). */
  @BeforeEach
  void renaming() {
    scene
        .file("001_counter.sql", "-- phase: expand\n" + Scene.COUNTER)
        .file("002_rename.sql", "-- phase: offline\n" + RENAME + ";\n")
        .expand(3, "CREATE TABLE fine (id integer)");
  }

  private Result expand(int number) {
    return scene.step("expand", number, "--version", "3");
  }

  private String digest() {
    return expand(1).json().path("digest").asText();
  }

  private Result claim(int number, String... more) {
    var args = new String[more.length + 2];
    args[0] = "--claim";
    args[1] = "2";
    System.arraycopy(more, 0, args, 2, more.length);
    return scene.step("claim", number, args);
  }

  private Result contract(int number, int claimed, String... more) {
    var args = new String[more.length + 4];
    args[0] = "--claim";
    args[1] = "2";
    args[2] = "--claim-id";
    args[3] = Scene.id(claimed);
    System.arraycopy(more, 0, args, 4, more.length);
    return scene.step("contract", number, args);
  }

  private static void refused(Result result, String reason) {
    assertThat(result.code()).as(result.text()).isEqualTo(3);
    assertThat(result.outcome()).isEqualTo("refused");
    assertThat(result.reason()).isEqualTo(reason);
  }

  @Test
  void anExpandStepStopsBeforeItAndReportsItAsPending() {
    var expand = expand(1);

    assertThat(expand.code()).as(expand.text()).isZero();
    assertThat(expand.applied()).isEqualTo("1");
    assertThat(expand.json().at("/blocked/version").asText()).isEqualTo("2");
    assertThat(expand.json().at("/blocked/by").asText()).isEqualTo("2");
    assertThat(expand.json().at("/pending/0/phase").asText()).isEqualTo("offline");
    assertThat(expand.json().at("/pending/1/version").asText()).isEqualTo("3");
    assertThat(scene.window()).isEqualTo("0 1 null");

    var again = expand(2);
    assertThat(again.outcome()).isEqualTo("nothing_to_do");
    assertThat(again.json().at("/pending/0/version").asText()).isEqualTo("2");
    assertThat(scene.window()).isEqualTo("0 1 null");
    assertThat(scene.hasTable("fine")).isFalse();
  }

  @Test
  void whatIsUndecidedSaysWhichStatementNobodyKnows() {
    scene.file("002_rename.sql", "SELECT 1;\nSELECT strange(n) FROM counter;\n");
    var pending = expand(1).json().at("/pending/0");
    assertThat(pending.path("breaks").asText()).startsWith("002_rename.sql:2: ");
    assertThat(pending.has("phase")).isFalse();
  }

  @Test
  void byHandWhatComesBeforeItIsAppliedAndThatItStopsThereIsNoSuccess() {
    var first = scene.up("--phase", "expand");
    refused(first, "NeedsApproval");
    assertThat(first.applied()).isEqualTo("1");
    assertThat(first.json().at("/failure/file").asText()).isEqualTo("002_rename.sql");

    var second = scene.up("--phase", "expand");
    refused(second, "NeedsApproval");
    assertThat(second.applied()).isEmpty();
    assertThat(second.json().at("/failure/hint").asText()).contains("approve", "split");
    assertThat(scene.window()).isEqualTo("0 1 null");
  }

  @Test
  void theOwnersHookLeavesItToTheGateAndSaysSo() {
    var hook =
        scene.migrate(
            "up",
            "--url",
            scene.url(),
            "--dir",
            scene.folder.toString(),
            "--phase",
            "expand",
            "--owner",
            Scene.OWNER);

    assertThat(hook.code()).as(hook.text()).isZero();
    assertThat(hook.out()).contains("2 waits for approval, offline");
    assertThat(scene.history()).isEqualTo("1 completed");
  }

  @Test
  void aScriptIsNotWrittenPastIt() {
    scene.up("--phase", "expand");
    var script = scene.verb("sql", "--phase", "expand");
    assertThat(script.code()).as(script.text()).isEqualTo(3);
    scene.sql("DELETE FROM schema_migration_history", "DELETE FROM schema_migration_window");
    var whole =
        scene.migrate(
            "sql",
            "--dir",
            scene.folder.toString(),
            "--from",
            "0",
            "--dialect",
            "postgresql",
            "--phase",
            "expand");
    assertThat(whole.code()).as(whole.text()).isEqualTo(3);
    assertThat(whole.err()).contains("--to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- phase: offline\n", ""})
  void approvedItIsClaimedAppliedAndFollowedByTheRest(String header) {
    scene.file("002_rename.sql", header + RENAME + ";\n");
    var approve = digest();

    var claim = claim(2, "--approve", approve);
    assertThat(claim.code()).as(claim.text()).isZero();
    assertThat(scene.window()).isEqualTo("0 1 2");

    var contract = contract(3, 2, "--approve", approve, "--digest", approve);
    assertThat(contract.code()).as(contract.text()).isZero();
    assertThat(contract.applied()).isEqualTo("2");
    assertThat(contract.json().at("/pending/0/version").asText()).isEqualTo("3");
    assertThat(scene.window()).isEqualTo("2 2 null");
    assertThat(scene.ask("SELECT total FROM counter")).isEqualTo("0");
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '2'"))
        .contains(approve);

    assertThat(expand(4).applied()).isEqualTo("3");
    assertThat(scene.window()).isEqualTo("2 3 null");
  }

  @Test
  void pendingContractsBelowItAreAppliedUnderItsClaim() {
    scene.file("002_step.sql", "-- phase: contract\n" + Scene.COUNT + ";\n");
    scene.folder.resolve("002_rename.sql").toFile().delete();
    scene.folder.resolve("003_step.sql").toFile().delete();
    scene.file("003_rename.sql", "-- phase: offline\n" + RENAME + ";\n");
    var approve = digest();
    assertThat(scene.window()).isEqualTo("0 2 null");

    scene.step("claim", 2, "--claim", "3", "--approve", approve);
    var contract =
        scene.step("contract", 3, "--claim", "3", "--claim-id", Scene.id(2), "--approve", approve);

    assertThat(contract.applied()).as(contract.text()).isEqualTo("2 3");
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.ask("SELECT total FROM counter")).isEqualTo("1");
  }

  @Test
  void aClaimThatEmptiesTheWindowNeedsAnApproval() {
    expand(1);
    refused(claim(2), "VersionUnreachable");
    assertThat(scene.window()).isEqualTo("0 1 null");
  }

  @Test
  void withoutAnApprovalOfTheseFilesNothingIsApplied() {
    var approve = digest();
    claim(2, "--approve", approve);

    refused(contract(3, 2), "NeedsApproval");
    assertThat(scene.history()).isEqualTo("1 completed");
    assertThat(scene.window()).isEqualTo("0 1 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- phase: offline\n", ""})
  void anApprovalOfOtherFilesIsNone(String header) {
    var approve = digest();
    claim(2, "--approve", approve);
    scene.file("002_rename.sql", header + "ALTER TABLE counter RENAME TO other;\n");

    refused(contract(3, 2, "--approve", approve), "NeedsApproval");
    refused(contract(3, 2, "--approve", approve, "--digest", approve), "DigestMismatch");
    assertThat(scene.hasTable("counter")).isTrue();
  }

  @Test
  void whileItIsClaimedCodeOfNoVersionStarts() {
    var approve = digest();
    assertThat(starts("1")).isTrue();

    claim(2, "--approve", approve);
    for (var version : new String[] {"0", "1", "2", "3"}) {
      assertThat(starts(version)).as(version).isFalse();
    }

    contract(3, 2, "--approve", approve);
    assertThat(starts("1")).isFalse();
    assertThat(starts("2")).isTrue();
    assertThat(starts("3")).isFalse();
  }

  private boolean starts(String version) {
    return scene
            .migrate(
                "verify",
                "--url",
                scene.url(),
                "--version",
                version,
                "--owner",
                Scene.OWNER,
                "--timeout",
                "0s")
            .code()
        == 0;
  }

  @Test
  void whatFailsLeavesTheWindowAsItWasOnceItsClaimIsWithdrawn() {
    scene.file("002_rename.sql", "-- phase: offline\n" + RENAME + ";\nSELECT * FROM not_there;\n");
    var approve = digest();
    claim(2, "--approve", approve);

    var failed = contract(3, 2, "--approve", approve);

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    scene.step("withdraw", 4);
    assertThat(scene.window()).isEqualTo("0 1 null");
    assertThat(scene.counter()).isZero();
    assertThat(starts("1")).isTrue();
  }

  @Test
  void aFirstInstallAsksForNoApproval() {
    var install = scene.step("expand", 1, "--version", "3", "--first-install");
    assertThat(install.applied()).as(install.text()).isEqualTo("1 2 3");
    assertThat(scene.window()).isEqualTo("2 3 null");
  }
}
