package io.schemamigration.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.core.report.Reason;
import io.schemamigration.operator.decide.Decision;
import io.schemamigration.operator.decide.Verdict;
import io.schemamigration.operator.decide.Verdict.Readiness;
import io.schemamigration.operator.decide.WorkloadBuilder;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.StatusMapping;
import io.schemamigration.operator.observation.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusFactoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-01-01T13:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "READY, Ready=True ContractPending=False",
    "CONTRACT_PENDING, Ready=True ContractPending=True",
    "RECONCILING, Ready=False Reconciling=True",
    "STALLED, Ready=False Stalled=True"
  })
  void aRolloutThatHasItsSchemaIsReadyAndTheOthersSayWhetherAPersonHasToAct(
      Readiness readiness, String conditions) {
    assertThat(
            status(NOON, SchemaMigrationStatus.EMPTY, readiness, "x").conditions().stream()
                .map(c -> c.getType() + "=" + c.getStatus()))
        .containsExactly(conditions.split(" "));
  }

  @Test
  void theTransitionTimeStaysWhileTheStatusOfAConditionDoes() {
    var first = status(NOON, SchemaMigrationStatus.EMPTY, Readiness.RECONCILING, "one");
    var second = status(LATER, first, Readiness.RECONCILING, "two");
    assertThat(second.conditions().getFirst().getLastTransitionTime())
        .isEqualTo("2026-01-01T12:00:00Z");
    var third = status(LATER, second, Readiness.READY, "three");
    assertThat(third.conditions().getFirst().getLastTransitionTime())
        .isEqualTo("2026-01-01T13:00:00Z");
  }

  @Test
  void theWorkloadsBehindTheGateAreNamedAndTheHeldOnesCounted() {
    var status = status(NOON, SchemaMigrationStatus.EMPTY, Readiness.READY, "x");
    assertThat(status.inUse()).containsExactly("Deployment/web");
    assertThat(status.heldWorkloads()).isEqualTo(1);
    assertThat(status.owner()).isEqualTo("cluster/shop/app");
    assertThat(status.sourceDigest()).as("of files that can't be read").isNull();
  }

  @Test
  void nothingOfAMessageObeysOrForgesALine() {
    assertThat(
            status(NOON, SchemaMigrationStatus.EMPTY, Readiness.READY, "a\u001b[31m\nReady True")
                .conditions()
                .getFirst()
                .getMessage())
        .isEqualTo("a\\x1b[31m\\nReady True");
  }

  @Test
  void aLongMessageIsCut() {
    var message =
        status(NOON, SchemaMigrationStatus.EMPTY, Readiness.READY, "x".repeat(10_000))
            .conditions()
            .getFirst()
            .getMessage();
    assertThat(message).hasSizeLessThanOrEqualTo(4096).endsWith("…");
  }

  private static SchemaMigrationStatus status(
      Instant now, SchemaMigrationStatus before, Readiness readiness, String message) {
    return status(now, before, new Verdict(readiness, Reason.APPLYING, message));
  }

  /** Of the third generation. */
  static SchemaMigrationStatus status(Verdict verdict) {
    return status(NOON, SchemaMigrationStatus.EMPTY, verdict);
  }

  private static SchemaMigrationStatus status(
      Instant now, SchemaMigrationStatus before, Verdict verdict) {
    var seen =
        new Observation(
            new Observation.Identity("shop", "app", "uid", "cluster/shop/app"),
            new Observation.Spec(3, null, Duration.ZERO, false, List.of(), Timetable.ALWAYS, null),
            StatusMapping.read(before),
            new SourceState.Unusable(Reason.SOURCE_MISSING, "none"),
            new JobState.None(),
            List.of(WorkloadBuilder.deployment("web", "1").held().build()),
            List.of(),
            Observation.GateState.IN_FORCE,
            Look.CACHED);
    return StatusFactory.status(before, seen, new Decision.Rest(seen.status(), verdict, null), now);
  }
}
