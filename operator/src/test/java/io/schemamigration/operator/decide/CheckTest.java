package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.api.v1alpha1.MaintenanceWindow.GatedPhase;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Approval;
import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation.GateState;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check in one row; and what it says stays in the status after the claim is withdrawn. */
class CheckTest {
  private static final CompatibilityWindow CLAIMED =
      Scene.window("0", "3").withClaim(Version.of("3"));

  /** What happens between the claim and the contract step, and what the status says of it. */
  record Row(Check check, Consumer<Scene> happens, Reason reason, String why, boolean offline) {
    @Override
    public String toString() {
      return check.name();
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row(
            Check.NOTHING_IS_IN_THE_WAY,
            scene -> scene.pods.add(Scene.pod("late", "1")),
            Reason.WAITING_FOR_PODS,
            "it has to wait for Pod/late (schema 1: runs older code)",
            false),
        new Row(
            Check.GATE_IS_IN_FORCE,
            scene ->
                scene.gate = new GateState(GateMode.POLICIES, false, "policy hold has no effect"),
            Reason.WAITING_FOR_WINDOW,
            "the gate is not in force: policy hold has no effect",
            false),
        new Row(
            Check.NOT_SUSPENDED,
            scene -> scene.suspended = true,
            Reason.SUSPENDED,
            "spec.suspend is true",
            false),
        new Row(
            Check.SPEC_IS_VALID,
            scene -> scene.opens("99 0 1 1 *", "1h"),
            Reason.INVALID_SPEC,
            "spec.windows[0].cron '99 0 1 1 *' can't be used: Value 99 not in range [0, 59]; nothing"
                + " begins until it is corrected",
            false),
        new Row(
            Check.WINDOW_IS_OPEN,
            scene -> scene.opens("0 3 * * *", "1h", GatedPhase.CONTRACT),
            Reason.WAITING_FOR_WINDOW,
            "the window closed before it began; the next one opens at 2026-01-01T03:00:00Z",
            false),
        new Row(
            Check.WINDOW_IS_OPEN,
            scene -> scene.opens("0 3 * * *", "1h", GatedPhase.OFFLINE),
            Reason.WAITING_FOR_WINDOW,
            "the window closed before it began; the next one opens at 2026-01-01T03:00:00Z",
            true),
        new Row(
            Check.FILES_ARE_USABLE,
            scene ->
                scene.source = new SourceState.Unusable(Reason.SOURCE_MISSING, "no ConfigMap x"),
            Reason.SOURCE_MISSING,
            "the migration files can't be used: no ConfigMap x",
            false),
        new Row(
            Check.FILES_ARE_UNCHANGED,
            scene -> scene.source = Scene.source("c", "1", "2", "3"),
            Reason.DIGEST_MISMATCH,
            "the migration files have changed since the claim",
            false),
        new Row(
            Check.APPROVAL_STANDS,
            scene -> scene.approvals.clear(),
            Reason.NEEDS_APPROVAL,
            "its approval was revoked",
            true));
  }

  @ParameterizedTest
  @EnumSource
  void eachCheckHasARow(Check check) {
    var others = Stream.of(Check.ATTEMPT_IS_DUE); // below
    assertThat(Stream.concat(rows().stream().map(Row::check), others)).contains(check);
    assertThat(Stream.concat(Check.BEFORE_CLAIM.stream(), Check.BEFORE_CONTRACT.stream()))
        .as("asked at all")
        .contains(check);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theClaimIsWithdrawnAndTheStatusSaysWhy(Row row) {
    var scene = row.offline() ? offlineClaimed() : claimed();
    scene.ends(Outcome.COMPLETED, CLAIMED);
    row.happens().accept(scene);
    var decision = scene.decide();

    assertThat(decision).isInstanceOf(Decision.Begin.class);
    var withdraw = (Step.Withdraw) ((Decision.Begin) decision).step();
    assertThat(withdraw.why()).isEqualTo(row.why());
    assertThat(decision.verdict().message()).contains("because " + row.why());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachObjectsWithItsReasonAndNoOtherDoes(Row row) {
    var scene = row.offline() ? offlineClaimed() : claimed();
    scene.ends(Outcome.COMPLETED, CLAIMED);
    row.happens().accept(scene);
    var asked =
        Check.BEFORE_CONTRACT.stream().filter(check -> objection(check, scene) != null).toList();

    assertThat(asked).containsExactly(row.check());
    assertThat(objection(row.check(), scene).verdict().reason()).isEqualTo(row.reason());
  }

  @Test
  void theFirstObjectionIsTheOneThatIsTold() {
    var scene = claimed().ends(Outcome.COMPLETED, CLAIMED);
    scene.suspended = true;
    scene.pods.add(Scene.pod("late", "1"));
    scene.decide();

    assertThat(((Step.Withdraw) scene.status.step()).why()).contains("Pod/late");
  }

  @Test
  void whyAClaimWasWithdrawnIsStillToldWhenThePodIsGoneAndTheOperatorHasRestarted() {
    var scene = claimed().ends(Outcome.COMPLETED, CLAIMED);
    scene.pods.add(Scene.pod("late", "1"));
    scene.decide();
    scene.pods.clear();
    var decision = scene.ends(Outcome.COMPLETED, Scene.window("0", "3")).decide();

    assertThat(decision.verdict().reason()).isEqualTo(Reason.RETRY_SCHEDULED);
    assertThat(decision.verdict().message())
        .isEqualTo(
            "the claim of migration 3 was withdrawn, because it has to wait for Pod/late"
                + " (schema 1: runs older code); next attempt at 2026-01-01T00:00:02Z");
  }

  @Test
  void aWithdrawThatIsTriedAgainKeepsTheReason() {
    var scene = claimed().ends(Outcome.COMPLETED, CLAIMED);
    scene.pods.add(Scene.pod("late", "1"));
    scene.decide();
    scene.fails(Outcome.RETRY, Reason.DATABASE_UNREACHABLE).decide();
    scene.passes(Duration.ofMinutes(5)).decide();

    var again = (Step.Withdraw) scene.status.step();
    assertThat(again.attempt().number()).isEqualTo(2);
    assertThat(again.why()).contains("Pod/late");
  }

  @Test
  void aClaimWhoseJobFailedIsWithdrawnForThatReason() {
    var scene = claimed();
    scene.job = new JobState.Silent("pod gone");
    scene.decide();
    var decision = scene.ends(Outcome.COMPLETED, Scene.window("0", "3")).decide();

    assertThat(decision.verdict().message())
        .startsWith(
            "the claim of migration 3 was withdrawn, because step claim failed: pod gone — The next"
                + " attempt");
  }

  @Test
  void aClaimThatAnotherStepMadeIsWithdrawnForThatReason() {
    var scene = new Scene();
    scene.decide();
    scene.ends(Outcome.COMPLETED, CLAIMED, Scene.pending("3", Phase.CONTRACT)).decide();

    var withdraw = (Step.Withdraw) scene.status.step();
    assertThat(withdraw.claimed()).isEqualTo(Version.of("3"));
    assertThat(withdraw.why()).isEqualTo("no step in this status made the claim");
  }

  @Test
  void nothingIsClaimedBeforeTheAttemptIsDueNorWithoutTheGate() {
    var scene = claimed();
    scene.job = new JobState.Silent("pod gone");
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "3"));
    scene.gate = new GateState(GateMode.POLICIES, false, "policy hold has no effect");
    assertThat(scene.decide().verdict().reason()).isEqualTo(Reason.RETRY_SCHEDULED);

    scene.passes(Duration.ofMinutes(5));
    assertThat(scene.decide().verdict().message()).contains("policy hold has no effect");

    scene.gate = GateState.IN_FORCE;
    assertThat(((Decision.Begin) scene.decide()).step().name()).isEqualTo(StepName.CLAIM);
  }

  /** As it is asked after the claim: on a live look, with what is in the way known. */
  private static Objection objection(Check check, Scene scene) {
    var seen = scene.seen(Look.LIVE);
    var draft = new StatusDraft(seen.status());
    new ReportFold(scene.now, seen.source(), seen.id().owner()).fold(draft, seen.job());
    draft.approval = Approvals.valid(seen, draft.approval);
    draft.blockedBy = Blockers.of(seen, Version.of("3"));
    return check.objection(seen, draft, scene.now);
  }

  private static Scene claimed() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    scene.decide();
    assertThat(scene.status.step()).isInstanceOf(Step.Claim.class);
    return scene;
  }

  private static Scene offlineClaimed() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2", "3");
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "2"), Scene.pending("3", Phase.OFFLINE));
    var digest = ((SourceState.Available) scene.source).digest();
    scene.approvals.add(new Approval(digest, "helm", null, "spec.approve"));
    scene.pods.clear();
    scene.deploy(Scene.deployment("web", "3").wants(0));
    scene.decide();
    assertThat(scene.status.step()).isInstanceOf(Step.Claim.class);
    return scene;
  }
}
