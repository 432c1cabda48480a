package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.report.LostHistory;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No report lowers the minimum without a person. */
class LostHistoryTest {
  /** Contract 3 is applied, so the minimum is 3; then a file is added. */
  private static Scene contracted() {
    var scene = Scene.contractPending();
    scene.pods.clear();
    scene.pods.add(Scene.pod("web-3", "3"));
    scene.workloads.clear();
    scene.deploy(Scene.deployment("web", "3"));
    scene.decide();
    assertThat(scene.status.step().name()).isEqualTo(StepName.CLAIM);
    scene.ends(Outcome.COMPLETED, Scene.window("0", "3")).decide();
    scene.ends(Outcome.COMPLETED, Scene.window("3", "3")).decide();
    assertThat(minimum(scene)).isEqualTo("3");
    scene.source = Scene.source("c", "1", "2", "3", "4");
    scene.decide();
    return scene;
  }

  private static String minimum(Scene scene) {
    return scene.status.window().minimum().toString();
  }

  private static Step.Expand expand(Scene scene) {
    return (Step.Expand) scene.status.step();
  }

  @Test
  void aStepKnowsTheMinimumAndIsNoFirstInstall() {
    var scene = contracted();
    assertThat(expand(scene).knownMinimum()).isEqualTo(Version.of("3"));
    assertThat(expand(scene).firstInstall()).isFalse();
    assertThat(expand(Scene.contractPending()).knownMinimum()).isEqualTo(Version.NONE);
    var first = new Scene();
    first.decide();
    assertThat(expand(first).knownMinimum()).isNull();
  }

  @Test
  void aLowerMinimumIsntBelieved() {
    var scene = contracted();

    var decision = scene.ends(Outcome.COMPLETED, Scene.window("0", "4")).decide();

    assertThat(minimum(scene)).isEqualTo("3");
    assertThat(decision.verdict().reason()).isEqualTo(Reason.HISTORY_LOST);
    assertThat(decision.verdict().message())
        .contains("went back", "schema 3", "now it is 0")
        .contains("kubectl annotate schemamigration app -n shop")
        .contains(LostHistory.ANNOTATION + "=from-3-to-0");
    assertThat(scene.passes(Duration.ofHours(1)).decide()).isInstanceOf(Decision.Rest.class);
  }

  @Test
  void aClaimOnADatabaseThatWentBackIsWithdrawnAndNothingIsApplied() {
    var scene = contracted();
    scene.ends(Outcome.COMPLETED, Scene.window("3", "4"), Scene.pending("4", Phase.CONTRACT));
    scene.pods.clear();
    scene.workloads.clear();
    scene.deploy(Scene.deployment("web", "4"));
    scene.decide();
    assertThat(scene.status.step().name()).isEqualTo(StepName.CLAIM);

    scene.ends(Outcome.COMPLETED, Scene.window("0", "4")).decide();

    assertThat(scene.status.step().name()).isEqualTo(StepName.WITHDRAW);
    var decision = scene.ends(Outcome.COMPLETED, Scene.window("0", "4")).decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.HISTORY_LOST);
    assertThat(minimum(scene)).isEqualTo("3");
    scene.acceptedLoss = "from-3-to-0";
    assertThat(scene.decide()).isInstanceOf(Decision.Begin.class);
    assertThat(expand(scene).knownMinimum()).isEqualTo(Version.NONE);
  }

  @Test
  void whatTheRunnerRefusesRestsUntilAPersonAcceptsIt() {
    var scene = contracted();
    var gone = new LostHistory(Version.of("3"), null).failure("cluster/shop/app");
    var decision = scene.fails(Outcome.REFUSED, gone).decide();
    assertThat(decision.verdict().reason()).isEqualTo(Reason.HISTORY_LOST);
    assertThat(decision.verdict().message()).contains("=from-3-to-none");

    scene.acceptedLoss = "from-3-to-none";
    scene.decide();

    assertThat(expand(scene).knownMinimum()).isNull();
    assertThat(expand(scene).firstInstall()).isFalse(); // a pod counts
    scene.ends(Outcome.COMPLETED, Scene.window("0", "4")).decide();
    assertThat(minimum(scene)).isEqualTo("0");
    assertThat(scene.decide()).isInstanceOf(Decision.Rest.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"from-2-to-0", "from-3-to-x", "from-3-to-", "0", "true", "from-4-to-none"})
  void nothingElseIsAnAcceptance(String text) {
    var scene = contracted();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "4")).decide();
    scene.acceptedLoss = text;
    var decision = scene.decide();
    assertThat(decision).isInstanceOf(Decision.Rest.class);
    assertThat(minimum(scene)).isEqualTo("3");
  }

  /** What was accepted, what the database has then, and the minimum afterwards. */
  @ParameterizedTest
  @CsvSource({"from-3-to-0, 0, 0", "from-3-to-1, 1, 1", "from-3-to-1, 0, 3", "from-3-to-0, 3, 3"})
  void anAcceptanceHoldsForWhatItNames(String accepted, String found, String minimum) {
    var scene = contracted();
    scene.ends(Outcome.COMPLETED, Scene.window("0", "4")).decide();
    scene.acceptedLoss = accepted;
    scene.decide();
    scene.ends(Outcome.COMPLETED, Scene.window(found, "4")).decide();
    assertThat(minimum(scene)).isEqualTo(minimum);
    assertThat(scene.decide()).isInstanceOf(Decision.Rest.class);
    assertThat(scene.passes(Duration.ofHours(1)).decide()).isInstanceOf(Decision.Rest.class);
  }
}
