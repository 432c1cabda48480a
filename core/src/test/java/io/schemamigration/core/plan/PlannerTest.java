package io.schemamigration.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlannerTest {
  private static Plan.Apply apply(PlanRequest request) {
    return applied(Planner.plan(request));
  }

  private static Plan.Apply applied(Plan plan) {
    assertThat(plan).isInstanceOf(Plan.Apply.class);
    return (Plan.Apply) plan;
  }

  private static Plan.Refused refused(Plan plan) {
    assertThat(plan).isInstanceOf(Plan.Refused.class);
    var refused = (Plan.Refused) plan;
    assertThat(refused.problems()).isNotEmpty().allSatisfy(p -> assertThat(p.hint()).isNotBlank());
    return refused;
  }

  private static List<String> versions(Plan.Apply plan) {
    return plan.toApply().stream().map(Migration::version).map(Version::toString).toList();
  }

  private static CompatibilityWindow window(String minimum, String maximum) {
    return new CompatibilityWindow(Version.of(minimum), Version.of(maximum), null);
  }

  @Test
  void theUsualReleaseIsOneStepUpToThePendingContract() {
    var plan = apply(Situation.of("1e 2e 3c").request());
    assertThat(versions(plan)).containsExactly("1", "2");
    assertThat(plan.after()).isEqualTo(window("0", "3"));
    assertThat(plan.blocked()).isNull();
    assertThat(plan.remaining())
        .containsExactly(new PendingMigration(Version.of("3"), "m3", Phase.CONTRACT, null));
  }

  @Test
  void thereIsNothingToDoWhenAllIsApplied() {
    var plan = apply(Situation.of("1e 2e").applied("1e 2e").window("0", "2").request());
    assertThat(plan.toApply()).isEmpty();
    assertThat(plan.remaining()).isEmpty();
    assertThat(plan.after()).isEqualTo(window("0", "2"));
  }

  @Test
  void nothingBeyondTheWantedVersionIsApplied() {
    var plan = apply(Situation.of("1e 2e 3e").wanted("2").request());
    assertThat(versions(plan)).containsExactly("1", "2");
    assertThat(plan.after()).isEqualTo(window("0", "2"));
    assertThat(plan.remaining()).hasSize(1);
  }

  @Test
  void anExpandMigrationWaitsForThePendingContractBelowIt() {
    var plan = apply(Situation.of("1e 2e 3c 4e 5e>3").request());
    assertThat(versions(plan)).containsExactly("1", "2");
    assertThat(plan.blocked()).isEqualTo(new Blocked(Version.of("4"), Version.of("3")));
    assertThat(plan.after()).isEqualTo(window("0", "3"));
  }

  @Test
  void anExpandMigrationOvertakesTheContractsThatItNames() {
    var plan = apply(Situation.of("1e 2c 3c 4e>2,3 5e>2").request());
    assertThat(versions(plan)).containsExactly("1", "4");
    assertThat(plan.blocked()).isEqualTo(new Blocked(Version.of("5"), Version.of("3")));
    assertThat(plan.after()).isEqualTo(window("0", "4"));
  }

  @Test
  void anAppliedContractNeedsNoOvertaking() {
    var plan = apply(Situation.of("1e 2c 3e").applied("1e 2c").window("2", "2").request());
    assertThat(versions(plan)).containsExactly("3");
    assertThat(plan.after()).isEqualTo(window("2", "3"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"GATED", "EXPAND_ONLY"})
  void nothingPassesAnOfflineOrUndecidedMigration(Mode mode) {
    for (var source : List.of("1e 2o 3e", "1e 2? 3e", "1e 2o 3e>2", "1e 2? 3c 4e>2,3")) {
      var plan = apply(Situation.of(source).mode(mode).request());
      assertThat(versions(plan)).as(source).containsExactly("1");
      assertThat(plan.blocked()).isEqualTo(new Blocked(Version.of("2"), Version.of("2")));
      assertThat(plan.remaining().getFirst().version()).isEqualTo(Version.of("2"));
      assertThat(plan.after()).isEqualTo(window("0", "1"));
      assertThat(plan.makesAll()).isFalse();
    }
  }

  @Test
  void anExpandMigrationOvertakesAContractBeforeAnOfflineMigrationOnly() {
    var plan = apply(Situation.of("1e 2c 3e>2 4o 5e>2,4").request());
    assertThat(versions(plan)).containsExactly("1", "3");
    assertThat(plan.blocked()).isEqualTo(new Blocked(Version.of("4"), Version.of("4")));
    assertThat(plan.after()).isEqualTo(window("0", "3"));
  }

  @Test
  void anOfflineMigrationThatComesFirstIsPendingForTheOperatorAndRefusedByHand() {
    for (var source : List.of("2o 3e", "2? 3e", "1c 2o", "1c 2?")) {
      var pending = apply(Situation.of(source).request());
      assertThat(pending.toApply()).isEmpty();
      assertThat(pending.blocked().needsApproval()).isTrue();
      var refused = refused(Planner.plan(Situation.of(source).mode(Mode.EXPAND_ONLY).request()));
      assertThat(refused.reason()).isEqualTo(Reason.NEEDS_APPROVAL);
      assertThat(refused.problems().getFirst().text()).startsWith("2_m2.sql").contains("approve");
    }
  }

  @Test
  void anAppliedOfflineMigrationIsNoBarrierAnyMore() {
    var plan = apply(Situation.of("1e 2o 3e").applied("1e 2o").window("2", "2").request());
    assertThat(versions(plan)).containsExactly("3");
    assertThat(plan.after()).isEqualTo(window("2", "3"));
  }

  @Test
  void anUndecidedMigrationSaysWhatIsNotKnown() {
    var pending = apply(Situation.of("1e 2?").request()).remaining().getFirst();
    assertThat(pending.breaks())
        .isEqualTo(
            "2_m2.sql:7: it isn't known what this does to older code: UPDATE counter SET n = n + 1");
  }

  @Test
  void theUndecidedStatementIsShownWithItsLineAndHowToDeclareIt() {
    var problem =
        refused(Planner.plan(Situation.of("2?").mode(Mode.EXPAND_ONLY).request()))
            .problems()
            .getFirst();
    assertThat(problem.text())
        .startsWith("2_m2.sql:7: ")
        .contains("UPDATE counter SET n = n + 1")
        .contains("-- phase: expand")
        .contains("-- phase: contract");
  }

  @Test
  void anUndecidedMigrationBeyondTheWantedVersionIsNoHindrance() {
    assertThat(versions(apply(Situation.of("1e 2?").wanted("1").request()))).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"FIRST_INSTALL", "BY_HAND"})
  void whereNoGateIsAskedEveryPhaseIsAppliedInOrder(Mode mode) {
    var plan = apply(Situation.of("1e 2c 3e 4o 5? 6e").mode(mode).request());
    assertThat(versions(plan)).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(plan.after()).isEqualTo(window("5", "6"));
    assertThat(plan.blocked()).isNull();
  }

  @Test
  void anEditedMigrationIsRefusedWithBothChecksums() {
    var situation = Situation.of("1e 2e").applied("1e").edited("1").window("0", "1");
    var plan = refused(Planner.plan(situation.request()));
    assertThat(plan.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
    assertThat(plan.problems().getFirst().text())
        .contains("1_m1.sql", Situation.checksum("1"), "edited", "new migration");
  }

  @Test
  void aMigrationThatFailedMayBeCorrected() {
    var situation =
        Situation.of("1e 2e")
            .applied("1e")
            .row("2e", HistoryStatus.FAILED)
            .edited("2")
            .window("0", "1");
    assertThat(versions(apply(situation.request()))).containsExactly("2");
  }

  @Test
  void aMigrationThatWasInterruptedGoesOnButMayNotBeEdited() {
    var situation =
        Situation.of("1e 2e").applied("1e").row("2e", HistoryStatus.RUNNING).window("0", "1");
    assertThat(versions(apply(situation.request()))).containsExactly("2");
    assertThat(refused(Planner.plan(situation.edited("2").request())).reason())
        .isEqualTo(Reason.CHECKSUM_MISMATCH);
  }

  @Test
  void aMigrationThatWasTakenBackMayBeAppliedAgain() {
    var situation =
        Situation.of("1e 2e 3e")
            .applied("1e 3e")
            .row("2e", HistoryStatus.ROLLED_BACK)
            .window("0", "3");
    assertThat(versions(apply(situation.request()))).containsExactly("2");
  }

  @Test
  void aNewFileBelowTheHighestAppliedIsRefusedWithTheAdviceToRenumber() {
    var situation = Situation.of("1e 2e 3e").applied("1e 3e").window("0", "3");
    var plan = refused(Planner.plan(situation.request()));
    assertThat(plan.reason()).isEqualTo(Reason.INVALID_MIGRATIONS);
    assertThat(plan.problems().getFirst().text()).contains("2_m2.sql", "above 3", "outOfOrder");
    assertThat(versions(apply(situation.outOfOrder().request()))).containsExactly("2");
  }

  @Test
  void aNewFileBelowTheMaximumIsLateEvenWhenTheHighestAppliedIsLower() {
    var situation = Situation.of("1e 2e 3e 4c").applied("1e 2e").window("0", "4").announced("4");
    assertThat(refused(Planner.plan(situation.request())).reason())
        .isEqualTo(Reason.INVALID_MIGRATIONS);
  }

  @Test
  void aContractThatWasAnnouncedIsPendingAndANewOneIsRefused() {
    var known =
        Situation.of("1e 2c 3e>2").applied("1e 3e").window("0", "3").announced("2").request();
    assertThat(apply(known).remaining()).hasSize(1);
    var late = Situation.of("1e 2c 3e>2").applied("1e 3e").window("0", "3").announced("");
    assertThat(refused(Planner.plan(late.request())).reason()).isEqualTo(Reason.INVALID_MIGRATIONS);
    assertThat(refused(Planner.plan(late.outOfOrder().request())).reason())
        .isEqualTo(Reason.INVALID_MIGRATIONS);
    assertThat(refused(Planner.planContract(late.wanted("2").request(), true)).reason())
        .isEqualTo(Reason.INVALID_MIGRATIONS);
  }

  @Test
  void aVersionThatNobodyKnowsIsRefused() {
    assertThat(refused(Planner.plan(Situation.of("1e 3e").wanted("2").request())).reason())
        .isEqualTo(Reason.VERSION_UNKNOWN);
    assertThat(
            refused(Planner.planContract(Situation.of("1e 3e").wanted("2").request(), false))
                .reason())
        .isEqualTo(Reason.VERSION_UNKNOWN);
  }

  @Test
  void aVersionWhoseFileIsGoneIsKnownFromTheHistory() {
    var situation = Situation.of("2e").applied("1e 2e 3e").window("0", "3").wanted("3");
    assertThat(apply(situation.request()).after()).isEqualTo(window("0", "3"));
  }

  @Test
  void aVersionBelowWhatIsAppliedAsksForDown() {
    var situation = Situation.of("1e 2e").applied("1e 2e").window("0", "2");
    var plan = refused(Planner.plan(situation.wanted("1").request()));
    assertThat(plan.reason()).isEqualTo(Reason.VERSION_UNREACHABLE);
    assertThat(plan.problems().getFirst().text()).contains("down");
  }

  @Test
  void whatABaselineCoversIsNotAppliedAgainAndRaisesTheMinimumWhereItsPhaseIsKnown() {
    var unknown = Situation.of("1e 2c 3? 4e").row("3?", HistoryStatus.BASELINED).window("0", "3");
    var plan = apply(unknown.request());
    assertThat(versions(plan)).containsExactly("4");
    assertThat(plan.after()).isEqualTo(window("0", "4"));

    var known = Situation.of("1e 2c 3o 4e").row("3o", HistoryStatus.BASELINED).window("0", "3");
    assertThat(apply(known.request()).after()).isEqualTo(window("3", "4"));
  }

  @Test
  void whatAnotherToolAppliedStandsForItself() {
    var situation = Situation.of("1e 2c 3e 4e").adopted("2c").adopted("5?").window("0", "0");
    var plan = apply(situation.wanted("5").outOfOrder().request());
    assertThat(versions(plan)).containsExactly("1", "3", "4");
    assertThat(plan.after()).as("nobody knows what 5 was").isEqualTo(window("2", "5"));
  }

  @Test
  void whatWasTakenBackBelowABaselineIsPending() {
    var situation =
        Situation.of("1e 2e 3e")
            .row("3?", HistoryStatus.BASELINED)
            .row("2e", HistoryStatus.ROLLED_BACK)
            .window("0", "3")
            .announced("2");
    assertThat(versions(apply(situation.request()))).containsExactly("2");
  }

  @Test
  void aLostRowIsRebuiltFromTheHistory() {
    var plan = apply(Situation.of("1e 2c 3e").applied("1e 2c 3e").request());
    assertThat(plan.toApply()).isEmpty();
    assertThat(plan.after()).isEqualTo(window("2", "3"));
  }

  @Test
  void aContractStepAppliesThePendingContractsUpToTheClaimInOrder() {
    var situation =
        Situation.of("1e 2c 3c 4e>2,3 5c")
            .applied("1e 4e")
            .window("0", "5")
            .announced("2 3 5")
            .wanted("3");
    var plan = applied(Planner.planContract(situation.request(), false));
    assertThat(versions(plan)).containsExactly("2", "3");
    assertThat(plan.after()).isEqualTo(window("3", "5"));
    assertThat(plan.remaining()).hasSize(1);
  }

  @Test
  void aContractStepIsRefusedWhileSomethingElseIsPendingBelowTheClaim() {
    assertThat(refused(Planner.planContract(Situation.of("1e 2c").request(), false)).reason())
        .isEqualTo(Reason.VERSION_UNREACHABLE);
    assertThat(
            refused(Planner.planContract(Situation.of("1e 2? 3c").applied("1e").request(), false))
                .reason())
        .isEqualTo(Reason.NEEDS_APPROVAL);
    assertThat(
            refused(
                    Planner.planContract(
                        Situation.of("1e 2c").applied("1e").edited("1").request(), false))
                .reason())
        .isEqualTo(Reason.CHECKSUM_MISMATCH);
  }

  @Test
  void anOfflineOrUndecidedMigrationIsAppliedByAContractStepOnceItIsApproved() {
    for (var word : List.of("3o", "3?")) {
      var situation =
          Situation.of("1e 2c " + word + " 4e").applied("1e").window("0", "2").announced("2");
      var request = situation.wanted("3").request();
      assertThat(refused(Planner.planContract(request, false)).reason())
          .isEqualTo(Reason.NEEDS_APPROVAL);
      var plan = applied(Planner.planContract(request, true));
      assertThat(versions(plan)).containsExactly("2", "3");
      assertThat(plan.after()).isEqualTo(window("3", "3"));
    }
  }

  @Test
  void anApprovalLetsNoExpandMigrationIntoAContractStep() {
    var situation = Situation.of("1e 2o 3e 4o").applied("1e").window("0", "1").wanted("4");
    assertThat(refused(Planner.planContract(situation.request(), true)).reason())
        .isEqualTo(Reason.VERSION_UNREACHABLE);
  }

  @Test
  void aContractThatFailedHalfwayStaysPending() {
    var situation =
        Situation.of("1e 2c 3e>2")
            .applied("1e 3e")
            .row("2c", HistoryStatus.FAILED)
            .window("2", "3")
            .announced("")
            .wanted("2");
    assertThat(versions(applied(Planner.planContract(situation.request(), false))))
        .containsExactly("2");
  }

  @Test
  void theMaximumPassesPendingContractsOnly() {
    var source = Situation.of("1e 2c 3e 4? 5e 6o").request().source();
    assertThat(Planner.maximumAfter(source, List.of())).isEqualTo(Version.NONE);
    assertThat(Planner.maximumAfter(source, versionsOf("1"))).isEqualTo(Version.of("2"));
    assertThat(Planner.maximumAfter(source, versionsOf("1 3"))).isEqualTo(Version.of("3"));
    assertThat(Planner.maximumAfter(source, versionsOf("1 3 4"))).isEqualTo(Version.of("4"));
    assertThat(Planner.maximumAfter(source, versionsOf("1 3 4 5 6"))).isEqualTo(Version.of("6"));
  }

  @Test
  void theMinimumCountsWhatBreaksOlderCode() {
    var history =
        Situation.of("1e")
            .applied("1e 2c 5e")
            .row("3?", HistoryStatus.RUNNING)
            .row("6c", HistoryStatus.FAILED)
            .row("7c", HistoryStatus.ROLLED_BACK)
            .request()
            .history();
    assertThat(Planner.minimumAfter(history)).isEqualTo(Version.of("3"));
  }

  private static List<Version> versionsOf(String text) {
    return List.of(text.split(" ", -1)).stream().map(Version::of).toList();
  }
}
