package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.api.v1alpha1.ApprovalStatus;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.decide.Verdict.Readiness;
import io.schemamigration.operator.observation.Approval;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation.GateState;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What code of no version survives waits for a person's yes, and then until nothing runs. */
class ApprovalTest {
  private static final String B = Scene.source("b", "1").digest();
  private static final String ANNOTATION = "schemamigration.io/approve";
  private static final PendingMigration RENAME =
      new PendingMigration(
          Version.of("2"), "rename", Phase.OFFLINE, "002_rename.sql:1: column a.b is renamed");

  /** Schema 1 runs; the source has 2 (offline) and 3 (expand), and the expand step has said so. */
  private static Scene waiting() {
    return waiting(RENAME, Scene.pending("3", Phase.EXPAND));
  }

  private static Scene waiting(PendingMigration... pending) {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2", "3");
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.EXPAND);
    return scene.ends(Outcome.NOTHING_TO_DO, Scene.window("0", "1"), pending);
  }

  private static Scene approve(Scene scene) {
    scene.approvals.clear();
    scene.approvals.add(
        new Approval(
            ((SourceState.Available) scene.source).digest(),
            "kubectl-annotate",
            "2026-01-02T03:04:05Z",
            ANNOTATION));
    return scene;
  }

  private static Scene empty(Scene scene) {
    scene.pods.clear();
    return scene.deploy(scaledToZero("1"));
  }

  private static WorkloadBuilder scaledToZero(String version) {
    return Scene.deployment("web", version).wants(0);
  }

  private static CompatibilityWindow claimWindow() {
    return Scene.window("0", "1").withClaim(Version.of("2"));
  }

  private static Scene claimed() {
    var scene = empty(approve(waiting()));
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.CLAIM);
    return scene;
  }

  @Test
  void itWaitsForApprovalAndSaysWhatBreaksAndWhatToType() {
    var decision = waiting().decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.NEEDS_APPROVAL);
    assertThat(decision.verdict().readiness()).isEqualTo(Readiness.STALLED);
    assertThat(decision.verdict().message())
        .startsWith("offline migration 2 (rename) waits for approval")
        .contains(
            "kubectl annotate schemamigration app -n shop schemamigration.io/approve="
                + B
                + " --overwrite",
            "kubectl patch schemamigration app -n shop --type merge -p '{\"spec\":{\"version\":\"1\"}}'",
            "What breaks: 002_rename.sql:1: column a.b is renamed")
        .doesNotContain("-- phase:");
    assertThat(decision.status().lastFailure()).isNull();
    assertThat(decision.status().pending().getFirst().breaks()).contains("column a.b");
    assertThat(decision.status().approval()).isNull();
  }

  @Test
  void anUndecidedOneWaitsInTheSameWay() {
    var scene = waiting(new PendingMigration(Version.of("2"), "x", null, "002_x.sql:1: who knows"));
    var message = scene.decide().verdict().message();
    assertThat(message)
        .startsWith("undecided migration 2 (x) waits for approval")
        .contains("'-- phase: expand'");
    empty(approve(scene));
    assertThat(((Step.Claim) begun(scene.decide())).claimed().approved()).isEqualTo(B);
  }

  @Test
  void allThatOneYesWouldCoverIsNamed() {
    var scene =
        waiting(
            RENAME,
            Scene.pending("3", Phase.EXPAND),
            new PendingMigration(Version.of("4"), "x", null, "004_x.sql:1: who knows"));
    assertThat(scene.decide().verdict().message())
        .startsWith("offline migration 2 (rename) and undecided migration 4 (x) wait for approval")
        .contains("column a.b is renamed; 004_x.sql:1: who knows");
  }

  @Test
  void beforeAnythingIsAppliedThereIsNoVersionToGoBackTo() {
    var scene = new Scene();
    scene.pods.add(Scene.pod("old", "0"));
    scene.decide();
    scene.ends(Outcome.NOTHING_TO_DO, Scene.window("0", "0"), Scene.pending("1", Phase.OFFLINE));
    assertThat(scene.decide().verdict().message())
        .contains("Cancel: remove the files")
        .doesNotContain("kubectl patch");
  }

  @Test
  void anApprovalOfOtherFilesIsNone() {
    var scene = waiting();
    scene.approvals.add(new Approval("sha256:" + "c".repeat(64), "x", null, ANNOTATION));
    empty(scene);
    var decision = scene.decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.NEEDS_APPROVAL);
    assertThat(decision.verdict().message()).contains("the earlier approval was for other files");
    assertThat(decision.status().approval()).isNull();
  }

  @Test
  void anyChangeOfAFileVoidsTheApproval() {
    var scene = approve(waiting());
    assertThat(scene.decide().status().approval()).isNotNull();
    scene.source = Scene.source("d", "1", "2", "3");
    begun(scene.decide());
    scene.ends(Outcome.NOTHING_TO_DO, Scene.window("0", "1"), RENAME);
    var decision = empty(scene).decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.NEEDS_APPROVAL);
    assertThat(decision.status().approval()).isNull();
  }

  @Test
  void theStatusSaysWhoApprovedWhatAndWhen() {
    var approval = approve(waiting()).decide().status().approval();
    assertThat(approval)
        .isEqualTo(new ApprovalStatus(B, "kubectl-annotate", "2026-01-02T03:04:05Z", ANNOTATION));
  }

  @Test
  void whenItWasSaidDoesNotChangeWithWhatTheSameManagerWritesLater() {
    var scene = approve(waiting());
    scene.decide();
    scene.approvals.set(0, new Approval(B, "kubectl-annotate", "2026-05-05T00:00:00Z", ANNOTATION));
    assertThat(scene.decide().status().approval().at()).isEqualTo("2026-01-02T03:04:05Z");
    scene.approvals.set(0, new Approval(B, "helm", "2026-06-06T00:00:00Z", ANNOTATION));
    assertThat(scene.decide().status().approval().at()).isEqualTo("2026-06-06T00:00:00Z");
  }

  @Test
  void approvedItWaitsForPodsOfWhateverVersion() {
    for (var version : List.of("0", "1", "2", "3")) {
      var scene = empty(approve(waiting()));
      scene.pods.add(Scene.pod("p", version));
      var decision = scene.decide();
      assertThat(decision.verdict().reason()).as(version).isEqualTo(Reason.WAITING_FOR_PODS);
      assertThat(decision.verdict().message()).contains("Pod/p (schema " + version);
      assertThat(decision.status().blockedBy()).hasSize(1);
    }
  }

  @Test
  void approvedItWaitsForPodsThatAreEndingOrVanishedUnseen() {
    var scene = empty(approve(waiting()));
    scene.pods.add(new CountedPod("p", "u", Version.of("1"), "node", null, true, null));
    assertThat(scene.decide().verdict().message()).contains("is terminating");
    scene.pods.set(
        0, new CountedPod("p", "u", Version.of("1"), null, null, false, "2026-01-01T00:00:00Z"));
    assertThat(scene.decide().verdict().message()).contains("vanished");
  }

  @Test
  void approvedItWaitsForEveryWorkloadThatWantsPods() {
    var says =
        java.util.Map.of(
            "Deployment", "scale it to zero",
            "CronJob", "suspend it",
            "Job", "has not finished",
            "DaemonSet", "delete it");
    says.forEach((kind, what) -> {
      var scene = empty(approve(waiting()));
      scene.workloads.clear();
      scene.deploy(Scene.workload(kind, "web", "3").wants(2));
      assertThat(scene.decide().verdict().message()).contains(kind + "/web (schema 3", what);
    });
  }

  @Test
  void approvedItWaitsForAReplicaSetThatOnlyALiveLookShows() {
    var scene = empty(approve(waiting()));
    scene.deploy(Scene.deployment("web", "3").standby("1").held().wants(0));
    assertThat(scene.decide().verdict().message()).contains("one of its ReplicaSets (schema 1)");
  }

  @Test
  void approvedAndWithoutAnyPodItIsClaimedWithTheApprovedDigest() {
    var claim = (Step.Claim) claimed().status.step();
    assertThat(claim.claimed()).isEqualTo(new Step.Claimed(Version.of("2"), B));
  }

  @Test
  void theClaimLeavesNoVersionThatMayRun() {
    var window = claimed().status.window();
    for (var version : List.of("0", "1", "2", "3")) {
      assertThat(window.judge(Version.of(version)))
          .as(version)
          .isNotEqualTo(CompatibilityWindow.Verdict.FITS);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Look.class,
      names = {"CACHED", "LABELED"})
  void itIsClaimedOnLiveFactsAndWithTheGateInForceOnly(Look look) {
    var scene = empty(approve(waiting()));
    var again = (Decision.LookAgain) scene.decide(look);
    assertThat(again.look()).isEqualTo(Look.LIVE);
    scene.gate = new GateState(GateMode.POLICIES, false, "policy missing");
    assertThat(scene.decide().verdict().message()).contains("policy missing");
  }

  @Test
  void theSoakTimeIsForCodeThatRuns() {
    var scene = empty(approve(waiting()));
    scene.soak = Duration.ofHours(1);
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.CLAIM);
  }

  @Test
  void theContractStepFollowsWithTheSameApproval() {
    var scene = claimed();
    var contract = (Step.Contract) begun(scene.ends(Outcome.COMPLETED, claimWindow()).decide());
    assertThat(contract.claimed()).isEqualTo(new Step.Claimed(Version.of("2"), B));
  }

  @Test
  void aPodOfNewCodeThatCameDuringTheClaimMakesItWithdraw() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.deploy(scaledToZero("3"));
    scene.pods.add(Scene.pod("early", "3"));
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
  }

  @Test
  void anApprovalThatIsTakenBackDuringTheClaimMakesItWithdraw() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.approvals.clear();
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
    scene.ends(Outcome.COMPLETED, Scene.window("0", "1"));
    assertThat(scene.passes(Duration.ofMinutes(5)).decide().verdict().reason())
        .isEqualTo(Reason.NEEDS_APPROVAL);
  }

  @Test
  void whatComesAfterItIsExpandedNext() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("2", "2"), Scene.pending("3", Phase.EXPAND));
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.EXPAND);
    scene.ends(Outcome.COMPLETED, Scene.window("2", "3"));
    var done = scene.decide();
    assertThat(done.verdict().readiness()).isEqualTo(Readiness.READY);
    assertThat(done.status().approval().by()).isEqualTo("kubectl-annotate");
  }

  @Test
  void aSecondOneOfTheSameFilesNeedsNoSecondYes() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("2", "2"), Scene.pending("3", Phase.OFFLINE));
    var again = (Step.Claim) begun(scene.decide());
    assertThat(again.claimed().version()).isEqualTo(Version.of("3"));
  }

  @Test
  void itIsNotItsTurnBeforeAnExpandMigrationIsApplied() {
    var scene = waiting(Scene.pending("2", Phase.EXPAND), Scene.pending("3", Phase.OFFLINE));
    scene.version = Version.of("1");
    assertThat(scene.decide().verdict().readiness()).isEqualTo(Readiness.READY);
    scene.version = null;
    assertThat(scene.decide().verdict().reason()).isNotEqualTo(Reason.NEEDS_APPROVAL);
  }

  @Test
  void beyondTheWantedVersionItNeedsNoApproval() {
    var scene = waiting();
    scene.version = Version.of("1");
    assertThat(scene.decide().verdict().readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void aContractBeforeItGoesFirstAndTheApprovalToComeIsTold() {
    var scene = waiting(Scene.pending("2", Phase.CONTRACT), Scene.pending("3", Phase.OFFLINE));
    scene.ends(
        Outcome.COMPLETED,
        Scene.window("0", "2"),
        Scene.pending("2", Phase.CONTRACT),
        Scene.pending("3", Phase.OFFLINE));
    var decision = scene.decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.WAITING_FOR_PODS);
    assertThat(decision.verdict().message())
        .startsWith("contract 2 waits for Pod/web-1")
        .contains("after it offline migration 3 (m3) waits for approval");
    approve(scene);
    assertThat(scene.decide().verdict().message()).doesNotContain("approval");
    var claim = (Step.Claim) begun(empty(scene).decide());
    assertThat(claim.claimed()).as("both at once").isEqualTo(new Step.Claimed(Version.of("3"), B));
  }

  @Test
  void oneThatEndedHalfWayIsNotGoneOnWithUnderOtherFilesWithoutANewYes() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.decide();
    scene.fails(Outcome.FAILED, Reason.MIGRATION_FAILED);
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
    scene.ends(Outcome.COMPLETED, Scene.window("2", "2"));
    scene.decide();
    scene.source = Scene.source("d", "1", "2", "3");
    assertThat(scene.passes(Duration.ofHours(1)).decide().verdict().reason())
        .isEqualTo(Reason.NEEDS_APPROVAL);
    assertThat(begun(approve(scene).decide()).name()).isEqualTo(StepName.EXPAND);
  }

  @Test
  void aLostContractStepIsAskedOfTheDatabase() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.decide();
    scene.job = new JobState.Silent("pod gone");
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
    scene.ends(Outcome.COMPLETED, Scene.window("2", "2"));
    scene.source = Scene.source("d", "1", "2", "3");
    assertThat(begun(scene.passes(Duration.ofMinutes(5)).decide()).name())
        .isEqualTo(StepName.EXPAND);
  }

  @Test
  void whatFailedIsNotTriedAgainWithTheSameFiles() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.decide();
    scene.fails(Outcome.FAILED, Reason.MIGRATION_FAILED);
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "1"));
    var decision = scene.passes(Duration.ofHours(1)).decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.MIGRATION_FAILED);
  }

  private static Step begun(Decision decision) {
    assertThat(decision).as(decision.verdict().message()).isInstanceOf(Decision.Begin.class);
    return ((Decision.Begin) decision).step();
  }
}
