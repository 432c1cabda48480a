package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.decide.GatePlan.GateChange;
import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Observation.GateState;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.Timetable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatePlanTest {
  private static final CompatibilityWindow WINDOW = Scene.window("1", "5");
  private static final GateState VALIDATING = GateState.inForce(GateMode.VALIDATING);

  @Test
  void nothingIsReleasedWhileTheWindowIsUnknown() {
    assertThat(GatePlan.of(seen(Scene.deployment("web", "1")), null)).isEmpty();
  }

  @Test
  void aWorkloadIsToldTheWindow() {
    assertThat(plan(Scene.deployment("web", "5")))
        .satisfies(c -> assertThat(c.maximum()).isEqualTo("5"))
        .satisfies(c -> assertThat(c.minimum()).isEqualTo("1"));
  }

  @Test
  void aClaimCountsAsTheMinimum() {
    var change =
        GatePlan.of(seen(Scene.deployment("web", "5")), WINDOW.withClaim(Version.of("4")))
            .getFirst();
    assertThat(change.minimum()).isEqualTo("4");
  }

  @Test
  void aWorkloadThatKnowsTheWindowIsLeftAlone() {
    var told = Scene.deployment("web", "5").told("1", "5");
    assertThat(GatePlan.of(seen(told), WINDOW)).isEmpty();
  }

  @Test
  void aJobIsToldTheWindowOnlyWhileItIsHeld() {
    assertThat(plan(Scene.workload("Job", "once", "5").held()).maximum()).isEqualTo("5");
    assertThat(GatePlan.of(seen(Scene.workload("Job", "once", "5")), WINDOW)).isEmpty();
  }

  @Test
  void aVersionBetweenTwoMigrationsIsOfferedLessThanItAsksFor() {
    assertThat(plan(Scene.deployment("web", "4")).maximum()).isEqualTo("3");
  }

  @Test
  void codeFromBeforeTheFirstMigrationOfTheSourceIsKnown() {
    assertThat(plan(Scene.deployment("web", "0")).maximum()).isEqualTo("5");
  }

  /** The same table as in the policy schemamigration-hold, which HoldPolicyTest runs. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # held before, version, paused, held after,   paused after
          -,             above,   no,     true,          true
          -,             above,   yes,    paused-before, true
          true,          above,   no,     true,          true
          true,          above,   yes,    true,          true
          paused-before, above,   no,     true,          true
          paused-before, above,   yes,    paused-before, true
          -,             fits,    no,     -,             false
          -,             fits,    yes,    -,             true
          true,          fits,    no,     -,             false
          true,          fits,    yes,    -,             false
          paused-before, fits,    no,     -,             false
          paused-before, fits,    yes,    -,             true
          """)
  void withoutMutatingPoliciesTheOperatorPausesAsTheyWould(
      @Nullable String before,
      String version,
      String paused,
      @Nullable String after,
      boolean pausedAfter) {
    var stored = Scene.deployment("web", version.equals("above") ? "6" : "5").hold(before);
    if (paused.equals("yes")) {
      stored.paused();
    }
    var change = GatePlan.of(seen(stored, VALIDATING), WINDOW).getFirst();

    assertThat(change.pause()).isEqualTo(new Pause(after, pausedAfter));
  }

  @Test
  void whatIsPausedAsItShouldBeIsLeftAlone() {
    var held = Scene.deployment("web", "6").told("1", "5").held();

    assertThat(GatePlan.of(seen(held, VALIDATING), WINDOW)).isEmpty();
  }

  @Test
  void anAnnotationThatSomeoneLeftOutIsWrittenAgain() {
    var resumed = Scene.deployment("web", "6").told("1", "5");

    assertThat(GatePlan.of(seen(resumed, VALIDATING), WINDOW).getFirst().pause())
        .isEqualTo(new Pause("true", true));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"3, -, true", "0, -, false", "3, 5, false"})
  void whileTheWindowIsUnknownWhatNeedsASchemaIsPaused(
      String version, @Nullable String maximum, boolean paused) {
    var web = Scene.deployment("web", version);
    if (maximum != null) {
      web.told("1", maximum);
    }
    var changes = GatePlan.of(seen(web, VALIDATING), null);

    assertThat(changes).hasSize(paused ? 1 : 0);
    assertThat(changes)
        .allSatisfy(c -> assertThat(c.pause()).isEqualTo(new Pause("true", true)))
        .allSatisfy(c -> assertThat(c.maximum()).isNull());
  }

  @Test
  void theStatusSaysThatPodsMayExistAlready() {
    var held = Scene.deployment("web", "6").held();

    assertThat(Holds.sentence(seen(held, VALIDATING), WINDOW))
        .isEqualTo(
            "Deployment/web is held: needs schema 6, has 5"
                + " (pods of it that exist already wait in schema-verify)");
    assertThat(Holds.sentence(seen(held), WINDOW))
        .isEqualTo("Deployment/web is held: needs schema 6, has 5");
  }

  @Test
  void onlyDeploymentsArePausedAndOnlyWithoutMutatingPolicies() {
    var set = new WorkloadBuilder("StatefulSet", "store", "6");

    assertThat(GatePlan.of(seen(set, VALIDATING), WINDOW).getFirst().pause()).isNull();
    assertThat(plan(Scene.deployment("web", "6")).pause()).isNull();
  }

  private static GateChange plan(WorkloadBuilder workload) {
    return GatePlan.of(seen(workload), WINDOW).getFirst();
  }

  private static Observation seen(WorkloadBuilder workload) {
    return seen(workload, GateState.IN_FORCE);
  }

  private static Observation seen(WorkloadBuilder workload, GateState gate) {
    return new Observation(
        new Observation.Identity("shop", "app", "uid", "owner"),
        new Observation.Spec(1, null, Duration.ZERO, false, List.of(), Timetable.ALWAYS, null),
        RecordedStatus.NOTHING,
        Scene.source("a", "1", "3", "5"),
        new JobState.None(),
        List.of(workload.build()),
        List.of(),
        gate,
        Look.CACHED);
  }
}
