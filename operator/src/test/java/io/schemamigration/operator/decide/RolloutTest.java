package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.decide.Verdict.Readiness;
import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Observation.GateState;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rollout that waited for the contract that waits for it would wait forever. */
class RolloutTest {
  /** What happens once the expand step to 2 is done and contract 3 is pending. */
  record Row(String what, Consumer<Scene> happens, Readiness readiness, Reason reason) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row("old pods run", _ -> {}, Readiness.CONTRACT_PENDING, Reason.WAITING_FOR_PODS),
        new Row(
            "the new code isn't applied yet",
            scene -> scene.deploy(Scene.deployment("web", "1")),
            Readiness.CONTRACT_PENDING,
            Reason.WAITING_FOR_PODS),
        new Row(
            "the soak time runs",
            scene -> {
              scene.pods.clear();
              scene.soak = Duration.ofHours(24);
            },
            Readiness.CONTRACT_PENDING,
            Reason.WAITING_FOR_WINDOW),
        new Row(
            "the contract is claimed",
            scene -> scene.pods.clear(),
            Readiness.CONTRACT_PENDING,
            Reason.APPLYING),
        new Row(
            "a step for the contract is tried again",
            scene -> {
              scene.pods.clear();
              scene.decide();
              scene.fails(Outcome.RETRY, Reason.WAITING_FOR_LOCK).decide();
              scene.ends(Outcome.COMPLETED, Scene.window("0", "3"));
            },
            Readiness.CONTRACT_PENDING,
            Reason.RETRY_SCHEDULED),
        new Row(
            "the contract failed",
            scene -> {
              scene.pods.clear();
              scene.decide();
              scene.ends(Outcome.COMPLETED, claimed()).decide();
              scene.fails(Outcome.FAILED, Reason.MIGRATION_FAILED).decide();
              scene.ends(Outcome.COMPLETED, Scene.window("0", "3")).decide();
              scene.passes(Duration.ofHours(1));
            },
            Readiness.STALLED,
            Reason.MIGRATION_FAILED),
        new Row(
            "a workload needs more",
            scene -> scene.deploy(Scene.deployment("other", "4")),
            Readiness.RECONCILING,
            Reason.WAITING_FOR_PODS),
        new Row(
            "other files are there",
            scene -> scene.source = Scene.source("c", "1", "2", "3", "4"),
            Readiness.RECONCILING,
            Reason.APPLYING),
        new Row(
            "other files are there while the claim's Job runs",
            scene -> {
              scene.pods.clear();
              scene.decide();
              scene.source = Scene.source("c", "1", "2", "3", "4");
            },
            Readiness.RECONCILING,
            Reason.APPLYING),
        new Row(
            "another spec is there",
            scene -> scene.generation = 2,
            Readiness.RECONCILING,
            Reason.APPLYING),
        new Row(
            "the user asked for a pause",
            scene -> scene.suspended = true,
            Readiness.STALLED,
            Reason.SUSPENDED),
        new Row(
            "the gate is not in force",
            scene -> {
              scene.pods.clear();
              scene.gate = new GateState(GateMode.POLICIES, false, "no policy");
            },
            Readiness.STALLED,
            Reason.WAITING_FOR_WINDOW));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itIsReadyAsSoonAsItsCodeMayRun(Row row) {
    var scene = Scene.contractPending();
    scene.decide();
    scene.job = new JobState.None();
    row.happens().accept(scene);
    var verdict = scene.decide().verdict();
    assertThat(verdict.reason()).as(verdict.message()).isEqualTo(row.reason());
    assertThat(verdict.readiness()).as(verdict.message()).isEqualTo(row.readiness());
  }

  @Test
  void itIsNotReadyWhereAMigrationOfTheSourceHasToWaitForTheContract() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2", "3");
    scene.decide();
    scene.ends(
        Outcome.COMPLETED,
        Scene.window("0", "2"),
        Scene.pending("2", Phase.CONTRACT),
        Scene.pending("3", Phase.EXPAND));
    assertThat(scene.decide().verdict().readiness()).isEqualTo(Readiness.RECONCILING);

    scene.version = Version.of("2");
    assertThat(scene.decide().verdict().readiness())
        .as("code for the version that the spec asks for may run")
        .isEqualTo(Readiness.CONTRACT_PENDING);
  }

  @Test
  void whatTheListOfPendingMigrationsHasNoRoomForCounts() {
    var scene = Scene.running();
    scene.source = Scene.source("b", "1", "2", "3");
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "2"), Scene.pending("2", Phase.CONTRACT));
    assertThat(scene.decide().verdict().readiness()).isEqualTo(Readiness.RECONCILING);
  }

  private static CompatibilityWindow claimed() {
    return Scene.window("0", "3").withClaim(Version.of("3"));
  }
}
