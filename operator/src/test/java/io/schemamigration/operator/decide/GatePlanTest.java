package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.decide.GatePlan.GateChange;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.RecordedStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatePlanTest {
  private static final CompatibilityWindow WINDOW = Scene.window("1", "5");

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
  void aVersionBetweenTwoMigrationsIsOfferedLessThanItAsksFor() {
    assertThat(plan(Scene.deployment("web", "4")).maximum()).isEqualTo("3");
  }

  @Test
  void codeFromBeforeTheFirstMigrationOfTheSourceIsKnown() {
    assertThat(plan(Scene.deployment("web", "0")).maximum()).isEqualTo("5");
  }

  private static GateChange plan(WorkloadBuilder workload) {
    return GatePlan.of(seen(workload), WINDOW).getFirst();
  }

  private static Observation seen(WorkloadBuilder workload) {
    return new Observation(
        new Observation.Identity("shop", "app", "uid", "owner"),
        new Observation.Spec(1, null, Duration.ZERO, false, List.of(), null),
        RecordedStatus.NOTHING,
        Scene.source("a", "1", "3", "5"),
        new JobState.None(),
        List.of(workload.build()),
        List.of(),
        Observation.GateState.IN_FORCE,
        false);
  }
}
