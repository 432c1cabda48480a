package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.decide.Verdict.Readiness;
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

class PhaseMachineTest {
  @Test
  void theFirstStepIsAnExpandWithLeaveForAFirstInstallWhenNoPodCounts() {
    var step = (Step.Expand) begun(new Scene().decide());
    assertThat(step.attempt().token().number()).isEqualTo(1);
    assertThat(step.firstInstall()).isTrue();
    assertThat(step.attempt().job()).isEqualTo("app-expand-1-00000000");
  }

  @Test
  void aPodThatCountsForbidsAFirstInstall() {
    var scene = new Scene();
    scene.pods.add(Scene.pod("old", "0"));
    assertThat(((Step.Expand) begun(scene.decide())).firstInstall()).isFalse();
  }

  @Test
  void podsThatCountAreRememberedUntilTheyAreGone() {
    var scene = Scene.running();
    assertThat(scene.status.pods()).extracting(p -> p.uid()).containsExactly("uid-web-1");
    scene.pods.add(Scene.pod("old", "0"));
    scene.pods.add(new CountedPod("new", "uid-new", Version.of("1"), null, null, false, null));
    scene.decide();
    assertThat(scene.status.pods())
        .extracting(p -> p.name() + " " + p.version() + " " + p.node())
        .containsExactly("old 0 node", "web-1 1 node");
    scene.pods.clear();
    scene.decide();
    assertThat(scene.status.pods()).isEmpty();
  }

  @Test
  void aPodThatVanishedIsLookedForAlthoughNothingIsPending() {
    var scene = Scene.running();
    scene.pods.add(
        new CountedPod("gone", "u", Version.of("1"), "node", null, false, "2026-01-01T00:00:00Z"));
    var rest = (Decision.Rest) scene.decide();
    assertThat(rest.recheck()).isNotNull();
    assertThat(scene.status.blockedBy()).hasSize(1);
  }

  @Test
  void theFirstStepIsDecidedAfterLookingForPodsAtTheServerItself() {
    assertThat(asked(new Scene().decide(Look.CACHED))).isEqualTo(Look.LABELED);
    assertThat(begun(new Scene().decide(Look.LABELED)).name()).isEqualTo(StepName.EXPAND);
  }

  private static Look asked(Decision decision) {
    return ((Decision.LookAgain) decision).look();
  }

  @Test
  void aNewSourceIsAppliedAtOnceThoughOldPodsRun() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    var step = begun(scene.decide());
    assertThat(step.name()).isEqualTo(StepName.EXPAND);
    assertThat(step.attempt().version()).isEqualTo(Version.of("2"));
    assertThat(step.attempt().token().number()).isEqualTo(2);
  }

  @Test
  void aStepUnderWayIsWaitedForWhateverElseChanges() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    scene.decide();
    scene.source = Scene.source("c", "1", "2", "3");
    scene.suspended = true;
    assertThat(scene.decide()).isInstanceOf(Decision.Rest.class);
    assertThat(scene.status.step().running()).isTrue();
  }

  @Test
  void aStepWhoseJobIsGoneIsLaunchedAgainWithItsOwnToken() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    var step = begun(scene.decide());
    scene.job = new JobState.Absent();
    var decision = scene.decide();
    assertThat(decision).isInstanceOf(Decision.Launch.class);
    assertThat(((Decision.Launch) decision).step()).isEqualTo(step);
  }

  @Test
  void aHeldWorkloadIsReleasedByTheWindowOfTheReport() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    scene.deploy(Scene.deployment("web", "2"));
    var applying = scene.decide().verdict();
    assertThat(applying.message()).contains("Deployment/web is held: needs schema 2, has 1");
    var done = scene.ends(Outcome.COMPLETED, Scene.window("0", "2")).decide();
    assertThat(done.verdict().readiness()).isEqualTo(Readiness.READY);
    assertThat(done.status().window().maximum()).isEqualTo(Version.of("2"));
  }

  @Test
  void contractWaitsForAPodOfOlderCode() {
    var scene = Scene.contractPending();
    var decision = scene.decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.WAITING_FOR_PODS);
    assertThat(decision.verdict().message()).contains("Pod/web-1 (schema 1: runs older code)");
    assertThat(decision.status().blockedBy())
        .singleElement()
        .satisfies(b -> assertThat(b.uid()).isEqualTo("uid-web-1"));
  }

  @Test
  void contractWaitsForATerminatingPod() {
    var scene = Scene.contractPending();
    scene.pods.set(0, new CountedPod("web-1", "u", Version.of("1"), "node", null, true, null));
    assertThat(scene.decide().verdict().message()).contains("is terminating");
  }

  @Test
  void contractWaitsForAPodThatVanishedUnseen() {
    var scene = Scene.contractPending();
    scene.pods.set(
        0,
        new CountedPod("web-1", "u", Version.of("1"), "node", null, false, "2026-01-01T00:00:00Z"));
    var decision = scene.decide();
    assertThat(decision.verdict().message()).contains("vanished");
    assertThat(decision.status().blockedBy().getFirst().missingSince())
        .isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void contractWaitsForAPodThatSaysNoVersion() {
    var scene = Scene.contractPending();
    scene.pods.set(0, Scene.pod("from-before-the-label", "0"));
    assertThat(scene.decide().verdict().reason()).isEqualTo(Reason.WAITING_FOR_PODS);
  }

  @Test
  void contractWaitsForAWorkloadOfOlderCodeThoughItHasNoPods() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    scene.deploy(Scene.workload("StatefulSet", "batch", "1").wants(0));
    assertThat(scene.decide().verdict().message())
        .contains("StatefulSet/batch (schema 1: its template is older)");
  }

  @Test
  void contractWaitsForARolloutThatIsNotComplete() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    scene.deploy(Scene.deployment("web", "3").unsettled("isn't available").wants(0));
    assertThat(scene.decide().verdict().reason()).isEqualTo(Reason.WAITING_FOR_PODS);
  }

  @Test
  void contractWaitsForAnOldReplicaSetThatOnlyALiveLookShows() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    scene.deploy(Scene.deployment("web", "3").standby("1"));
    assertThat(scene.decide().verdict().message())
        .contains("an older ReplicaSet (schema 1) is still wanted");
  }

  @Test
  void contractIsClaimedOnlyWhereTheGateIsInForce() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    scene.gate = new GateState(GateMode.POLICIES, false, "policy missing");
    var decision = scene.decide();
    assertThat(decision).isInstanceOf(Decision.Rest.class);
    assertThat(decision.verdict().message()).contains("policy missing");
  }

  @ParameterizedTest
  @EnumSource(
      value = Look.class,
      names = {"CACHED", "LABELED"})
  void aClaimIsMadeOnLiveFactsOnly(Look look) {
    var scene = Scene.contractPending();
    scene.pods.clear();
    assertThat(asked(scene.decide(look))).isEqualTo(Look.LIVE);
  }

  @Test
  void theClaimRaisesTheMinimumInTheStatusBeforeItsJobExists() {
    var scene = claimed();
    var window = scene.status.window();
    assertThat(window.effectiveMinimum()).isEqualTo(Version.of("3"));
    var claim = (Step.Claim) scene.status.step();
    assertThat(claim.claimed().version()).isEqualTo(Version.of("3"));
  }

  @Test
  void contractFollowsACompletedClaimWithTheClaimsId() {
    var scene = claimed();
    var claim = scene.status.step();
    var contract = (Step.Contract) begun(scene.ends(Outcome.COMPLETED, claimWindow()).decide());
    var before = claim.attempt().token();
    assertThat(contract.claimId()).isEqualTo(before.id());
    assertThat(contract.attempt().token().number()).isEqualTo(before.number() + 1);
    assertThat(contract.attempt().token().id()).isNotEqualTo(before.id());
  }

  @ParameterizedTest
  @EnumSource(
      value = Look.class,
      names = {"CACHED", "LABELED"})
  void afterTheClaimTheFactsAreLookedAtLive(Look look) {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    assertThat(asked(scene.decide(look))).isEqualTo(Look.LIVE);
  }

  @Test
  void anOldPodThatCameDuringTheClaimMakesItWithdraw() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.pods.add(Scene.pod("late", "1"));
    var step = begun(scene.decide());
    assertThat(step.name()).isEqualTo(StepName.WITHDRAW);
    assertThat(scene.status.window().claim()).isNull();
  }

  @Test
  void aClaimIsWithdrawnWhenTheFilesChangeMeanwhile() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.source = Scene.source("c", "1", "2", "3");
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
  }

  @Test
  void aClaimIsWithdrawnWhenTheUserSuspends() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    scene.suspended = true;
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
  }

  @Test
  void aClaimThatMayOrMayNotHaveBeenWrittenIsWithdrawn() {
    var scene = claimed();
    scene.job = new JobState.Silent("pod gone");
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
  }

  @Test
  void afterAWithdrawNothingIsClaimedForAWhile() {
    var scene = claimed();
    scene.job = new JobState.Silent("pod gone");
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "3"));
    assertThat(scene.decide()).isInstanceOf(Decision.Rest.class);
    var again = begun(scene.passes(Duration.ofMinutes(5)).decide());
    assertThat(again.name()).isEqualTo(StepName.CLAIM);
    assertThat(again.attempt().number()).isEqualTo(2);
  }

  @Test
  void aWithdrawIsTriedUntilItSucceeds() {
    var scene = claimed();
    scene.job = new JobState.Silent("pod gone");
    scene.decide();
    scene.fails(Outcome.RETRY, Reason.DATABASE_UNREACHABLE);
    assertThat(scene.decide()).isInstanceOf(Decision.Rest.class);
    assertThat(begun(scene.passes(Duration.ofMinutes(5)).decide()).name())
        .isEqualTo(StepName.WITHDRAW);
  }

  @Test
  void aFailedContractIsWithdrawnAndNotTriedAgainWithTheSameFiles() {
    var scene = contracting();
    assertThat(begun(scene.fails(Outcome.FAILED, Reason.MIGRATION_FAILED).decide()).name())
        .isEqualTo(StepName.WITHDRAW);
    scene.ends(Outcome.COMPLETED, Scene.window("0", "3"));
    var decision = scene.passes(Duration.ofHours(1)).decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.MIGRATION_FAILED);
    assertThat(decision.verdict().message())
        .contains("002_x.sql:7", "statement 2", "42P01", "no such table", "look");
  }

  @Test
  void aLostContractIsWithdrawnAndTheDatabaseIsAskedWhatItDid() {
    var scene = contracting();
    scene.job = new JobState.Silent("pod gone");
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
    scene.ends(Outcome.COMPLETED, Scene.window("3", "3"));
    assertThat(begun(scene.passes(Duration.ofMinutes(5)).decide()).name())
        .isEqualTo(StepName.EXPAND);
  }

  @Test
  void aCompletedContractEndsTheRollout() {
    var scene = contracting().ends(Outcome.COMPLETED, Scene.window("3", "3"));
    var decision = scene.decide();
    assertThat(decision.verdict().readiness()).isEqualTo(Readiness.READY);
    assertThat(decision.status().window().minimum()).isEqualTo(Version.of("3"));
  }

  @Test
  void anExpandThatAContractHeldBackFollowsIt() {
    var scene = contracting();
    scene.source = Scene.source("b", "1", "2", "3", "4");
    scene.ends(Outcome.COMPLETED, Scene.window("3", "3"), Scene.pending("4", Phase.EXPAND));
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.EXPAND);
  }

  @Test
  void aVersionBeyondAContractIsNotReachableAndTheVersionToReleaseFirstIsNamed() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "3", "4");
    scene.deploy(Scene.deployment("web", "4"));
    scene.decide();
    scene.ends(
        Outcome.COMPLETED,
        Scene.window("0", "3"),
        Scene.pending("3", Phase.CONTRACT),
        Scene.pending("4", Phase.EXPAND));
    var verdict = scene.decide().verdict();
    assertThat(verdict.reason()).isEqualTo(Reason.VERSION_UNREACHABLE);
    assertThat(verdict.message()).contains("Release a build for schema 3 first");
  }

  @Test
  void aWorkloadWhoseVersionNoMigrationHasStaysHeld() {
    var scene = Scene.running();
    scene.deploy(Scene.deployment("web", "9"));
    assertThat(scene.decide().verdict().reason()).isEqualTo(Reason.VERSION_UNKNOWN);
  }

  @Test
  void aFailedMigrationIsNotTriedAgainUntilItsFilesChange() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    scene.decide();
    var failed = scene.fails(Outcome.FAILED, Reason.MIGRATION_FAILED).decide();
    assertThat(failed.verdict().readiness()).isEqualTo(Readiness.STALLED);
    assertThat(scene.passes(Duration.ofDays(1)).decide()).isInstanceOf(Decision.Rest.class);
    scene.source = Scene.source("c", "1", "2");
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.EXPAND);
  }

  @Test
  void whatAReportSaysAtLengthFitsIntoTheStatus() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    scene.decide();
    var much = "x".repeat(5000);
    var failure =
        new Failure(Reason.MIGRATION_FAILED, Version.of("2"), much, 7, 2, much, much, much);
    var said = scene.fails(Outcome.FAILED, failure).decide().status().lastFailure();
    assertThat(said.sqlState()).hasSize(64);
    assertThat(said.file()).hasSize(512);
    assertThat(said.message()).hasSize(2048);
    assertThat(said.hint()).hasSize(1024);
  }

  @Test
  void aPassingCauseIsTriedAgainWithABackoffAndANewNumber() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    var first = begun(scene.decide());
    var decision = scene.fails(Outcome.RETRY, Reason.WAITING_FOR_LOCK).decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.RETRY_SCHEDULED);
    assertThat(decision.status().step().attempt().ending().nextAttemptAt())
        .isEqualTo("2026-01-01T00:00:02Z");
    var second = begun(scene.passes(Duration.ofSeconds(3)).decide());
    assertThat(second.attempt().token().number()).isEqualTo(first.attempt().token().number() + 1);
    assertThat(second.attempt().number()).isEqualTo(2);
  }

  @Test
  void aSupersededStepGoesOnAboveTheNumberInTheRow() {
    var scene = new Scene();
    scene.decide();
    scene.fails(Outcome.REFUSED, Reason.SUPERSEDED);
    var report = ((JobState.Reported) scene.job).report();
    scene.job =
        new JobState.Reported(
            new io.schemamigration.core.report.Report(
                report.step(),
                report.outcome(),
                41L,
                report.digest(),
                null,
                List.of(),
                List.of(),
                null,
                report.failure(),
                report.lock(),
                report.timing(),
                report.warnings()));
    assertThat(begun(scene.decide()).attempt().token().number()).isEqualTo(42);
  }

  @Test
  void aClaimThatNoStepKnowsOfIsWithdrawn() {
    var scene = new Scene();
    scene.decide();
    scene.ends(Outcome.COMPLETED, claimWindow(), Scene.pending("3", Phase.CONTRACT));
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.WITHDRAW);
  }

  @Test
  void theSoakTimeCountsFromTheMomentNothingBlocks() {
    var scene = Scene.contractPending();
    scene.soak = Duration.ofMinutes(10);
    scene.decide();
    scene.pods.clear();
    assertThat(scene.passes(Duration.ofHours(2)).decide().verdict().reason())
        .isEqualTo(Reason.WAITING_FOR_WINDOW);
    assertThat(scene.passes(Duration.ofMinutes(9)).decide()).isInstanceOf(Decision.Rest.class);
    assertThat(begun(scene.passes(Duration.ofMinutes(2)).decide()).name())
        .isEqualTo(StepName.CLAIM);
  }

  @Test
  void nothingStartsWhileSuspended() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2");
    scene.suspended = true;
    assertThat(scene.decide().verdict().reason()).isEqualTo(Reason.SUSPENDED);
  }

  @Test
  void aMissingSourceIsToldAndChangesNothing() {
    var scene = Scene.running();
    var window = scene.status.window();
    scene.source = new SourceState.Unusable(Reason.SOURCE_MISSING, "ConfigMap x is not there");
    var decision = scene.decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.SOURCE_MISSING);
    assertThat(decision.status().window()).isEqualTo(window);
  }

  @Test
  void aPodThatCannotStartIsToldInTheVerdict() {
    var scene = new Scene();
    scene.decide();
    scene.job =
        new JobState.Active(
            new JobState.Trouble(Reason.CREDENTIALS_INVALID, "secret \"db\" not found"));
    assertThat(scene.decide().verdict().reason()).isEqualTo(Reason.CREDENTIALS_INVALID);
  }

  @Test
  void aPodThatWaitsForANodeIsNotStalled() {
    var scene = new Scene();
    scene.deploy(Scene.deployment("web", "1"));
    scene.decide();
    scene.job =
        new JobState.Active(new JobState.Trouble(Reason.APPLYING, "it waits for a node: 0/1"));
    var verdict = scene.decide().verdict();
    assertThat(verdict.readiness()).isEqualTo(Readiness.RECONCILING);
    assertThat(verdict.message())
        .containsSubsequence(
            "step expand to 1 runs as Job ", "; it waits for a node: 0/1; Deployment/web is held")
        .containsOnlyOnce("is held");
  }

  @Test
  void aChangeOfTheSpecIsAskedOfTheDatabaseAgain() {
    var scene = Scene.running();
    scene.generation = 2;
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.EXPAND);
  }

  @Test
  void nothingIsReadyWhileTheGateIsNotInForce() {
    var scene = Scene.running();
    scene.gate = new GateState(GateMode.POLICIES, false, "policy missing");
    assertThat(scene.decide().verdict().readiness()).isEqualTo(Readiness.STALLED);
  }

  @Test
  void theAppliedVersionIsTheHighestThatIsAppliedNotTheMaximum() {
    var scene = Scene.contractPending();
    assertThat(scene.decide().status().appliedVersion()).isEqualTo("2");
  }

  @Test
  void aPodThatVanishedUnseenIsRememberedThoughNothingWaitsForItYet() {
    var scene = Scene.running();
    scene.pods.set(
        0,
        new CountedPod("web-1", "u", Version.of("1"), "node", null, false, "2026-01-01T00:00:00Z"));
    assertThat(scene.decide().status().blockedBy())
        .singleElement()
        .satisfies(b -> assertThat(b.uid()).isEqualTo("u"));
  }

  private static CompatibilityWindow claimWindow() {
    return Scene.window("0", "3").withClaim(Version.of("3"));
  }

  private static Scene claimed() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.CLAIM);
    return scene;
  }

  private static Scene contracting() {
    var scene = claimed().ends(Outcome.COMPLETED, claimWindow());
    assertThat(begun(scene.decide()).name()).isEqualTo(StepName.CONTRACT);
    return scene;
  }

  private static Step begun(Decision decision) {
    assertThat(decision).as(decision.verdict().message()).isInstanceOf(Decision.Begin.class);
    return ((Decision.Begin) decision).step();
  }
}
