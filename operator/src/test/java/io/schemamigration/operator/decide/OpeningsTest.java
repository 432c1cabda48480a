package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.api.v1alpha1.MaintenanceWindow.GatedPhase;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.decide.Verdict.Readiness;
import io.schemamigration.operator.observation.Approval;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Outside of the windows of its phase nothing begins; it is midnight, and they open at three. */
class OpeningsTest {
  private static final Instant THREE = Instant.parse("2026-01-01T03:00:00Z");
  private static final String OPENS = "waits for the window that opens at 2026-01-01T03:00:00Z";

  /**
   * What is about to begin.
   *
   * @param readiness while it waits
   * @param says the whole message while it waits
   */
  record Row(
      Supplier<Scene> about, GatedPhase phase, StepName step, Readiness readiness, String says) {
    @Override
    public String toString() {
      return phase + " " + step;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row(
            Scene::new,
            GatedPhase.EXPAND,
            StepName.EXPAND,
            Readiness.RECONCILING,
            "step expand to 1 " + OPENS),
        new Row(
            OpeningsTest::released,
            GatedPhase.EXPAND,
            StepName.EXPAND,
            Readiness.RECONCILING,
            "step expand to 3 " + OPENS + "; Deployment/web is held: needs schema 3, has 1"),
        new Row(
            OpeningsTest::unblocked,
            GatedPhase.CONTRACT,
            StepName.CLAIM,
            Readiness.CONTRACT_PENDING,
            "contract 3 " + OPENS),
        new Row(
            () -> offline(Phase.OFFLINE),
            GatedPhase.OFFLINE,
            StepName.CLAIM,
            Readiness.RECONCILING,
            "migration 3 is approved and "
                + OPENS
                + "; nothing may use the database then; Deployment/web is held: needs schema 3,"
                + " has 2"),
        new Row(
            () -> offline(null),
            GatedPhase.OFFLINE,
            StepName.CLAIM,
            Readiness.RECONCILING,
            "migration 3 is approved and "
                + OPENS
                + "; nothing may use the database then; Deployment/web is held: needs schema 3,"
                + " has 2"),
        new Row(
            () -> halfway(Phase.CONTRACT),
            GatedPhase.CONTRACT,
            StepName.EXPAND,
            Readiness.RECONCILING,
            "step expand to 3 " + OPENS),
        new Row(
            () -> halfway(Phase.OFFLINE),
            GatedPhase.OFFLINE,
            StepName.EXPAND,
            Readiness.RECONCILING,
            "step expand to 3 " + OPENS));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itWaitsForTheWindowOfItsPhaseAndBeginsWhenThatOpens(Row row) {
    var scene = row.about().get().opens("0 3 * * *", "1h", row.phase());
    var decision = scene.decide();
    assertThat(decision.verdict())
        .isEqualTo(new Verdict(row.readiness(), Reason.WAITING_FOR_WINDOW, row.says()));
    assertThat(decision.status().nextWindow()).isEqualTo(THREE);
    assertThat(((Decision.Rest) decision).recheck()).isEqualTo(Duration.between(scene.now, THREE));

    scene.now = THREE;
    begins(scene, row.step());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theWindowsOfOtherPhasesDontConcernIt(Row row) {
    var others =
        List.of(GatedPhase.values()).stream()
            .filter(p -> p != row.phase())
            .toArray(GatedPhase[]::new);
    begins(row.about().get().opens("0 3 * * *", "1h", others), row.step());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void nothingBeginsWhileTheWindowsCantBeRead(Row row) {
    var scene = row.about().get().opens("0 3 * * 8", "1h");
    var decision = scene.decide();
    assertThat(decision).isInstanceOf(Decision.Rest.class);
    assertThat(decision.verdict().reason()).isEqualTo(Reason.INVALID_SPEC);
    assertThat(decision.verdict().readiness()).isEqualTo(Readiness.STALLED);
    assertThat(decision.verdict().message())
        .startsWith("spec.windows[0].cron '0 3 * * 8' can't be used: ");
  }

  @ParameterizedTest
  @EnumSource(GatedPhase.class)
  void whatRunsWhenTheWindowClosesIsFinished(GatedPhase phase) {
    var scene = unblocked();
    begins(scene, StepName.CLAIM);
    scene.ends(Outcome.COMPLETED, Scene.window("0", "3").withClaim(Version.of("3")));
    begins(scene, StepName.CONTRACT);
    scene.opens("0 3 * * *", "1h", phase);
    assertThat(scene.decide().verdict().reason()).isEqualTo(Reason.APPLYING);
    scene.job = new JobState.Absent();
    assertThat(scene.decide()).as("its Job is made again").isInstanceOf(Decision.Launch.class);
  }

  @Test
  void aClaimIsWithdrawnAtAnyTimeAndThenWaits() {
    var scene = unblocked();
    begins(scene, StepName.CLAIM);
    scene.ends(Outcome.COMPLETED, Scene.window("0", "3").withClaim(Version.of("3")));
    begins(scene.opens("0 3 * * *", "1h"), StepName.WITHDRAW);
    scene.ends(Outcome.COMPLETED, Scene.window("0", "3")).decide();
    scene.passes(Duration.ofMinutes(10));
    assertThat(scene.decide().verdict().message()).isEqualTo("contract 3 " + OPENS);
  }

  @Test
  void itSaysWhatElseAContractWaitsFor() {
    var then = ", and then for a window; the next one opens at 2026-01-01T03:00:00Z";
    var scene = Scene.contractPending().opens("0 3 * * *", "1h", GatedPhase.CONTRACT);
    var blocked = scene.decide();
    assertThat(blocked.verdict().reason()).isEqualTo(Reason.WAITING_FOR_PODS);
    assertThat(blocked.verdict().message())
        .isEqualTo("contract 3 waits for Pod/web-1 (schema 1: runs older code)" + then);
    assertThat(blocked.status().nextWindow()).isEqualTo(THREE);

    scene.pods.clear();
    scene.soak = Duration.ofMinutes(30);
    var soaking = scene.decide();
    assertThat(soaking.verdict().message())
        .isEqualTo("contract 3 waits for the soak time, until 2026-01-01T00:30:00Z" + then);
    assertThat(((Decision.Rest) soaking).recheck()).isEqualTo(scene.soak);

    scene.passes(scene.soak);
    assertThat(scene.decide().verdict().message())
        .as("the soak time passes outside of windows, too")
        .isEqualTo("contract 3 " + OPENS);
  }

  @Test
  void anOpenWindowIsNotTheNextOne() {
    var scene = Scene.contractPending().opens("0 0 * * *", "1h");
    assertThat(scene.decide().status().nextWindow()).isNull();
    scene.passes(Duration.ofHours(1));
    assertThat(scene.decide().status().nextWindow()).isEqualTo("2026-01-02T00:00:00Z");
    scene.timetable = new Scene().timetable;
    assertThat(scene.decide().status().nextWindow()).isNull();
  }

  private static void begins(Scene scene, StepName step) {
    assertThat(scene.decide())
        .isInstanceOfSatisfying(
            Decision.Begin.class,
            begin -> {
              assertThat(begin.step().name()).isEqualTo(step);
              assertThat(begin.status().nextWindow()).isNull();
            });
  }

  private static Scene released() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2", "3");
    return scene.deploy(Scene.deployment("web", "3"));
  }

  private static Scene unblocked() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    return scene;
  }

  private static Scene offline(Phase phase) {
    var scene = released();
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "2"), pending(phase));
    scene.pods.clear();
    scene.deploy(Scene.deployment("web", "3").wants(0));
    return approved(scene);
  }

  /** Outside of a transaction: the minimum is raised, and the next expand step continues. */
  private static Scene halfway(Phase phase) {
    var scene = approved(released());
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("3", "3"), pending(phase)).decide();
    scene.job = new JobState.None();
    scene.generation = 2;
    return scene;
  }

  private static Scene approved(Scene scene) {
    var digest = ((SourceState.Available) scene.source).digest();
    scene.approvals.add(new Approval(digest, "helm", null, "spec.approve"));
    return scene;
  }

  private static PendingMigration pending(Phase phase) {
    return new PendingMigration(Version.of("3"), "x", phase, null);
  }
}
