package io.schemamigration.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator wrote yesterday is what it reads today, field by field. */
class StatusMappingTest {
  private static final String COMMON =
      "number: 7, id: abc, job: app-7, digest: d, version: '3', generation: 2, attempt: 4,"
          + " startedAt: '2026-01-01T00:00:00Z'";
  private static final String REST =
      """
      observedGeneration: 2
      owner: cluster/shop/app
      inUse: [Deployment/web]
      heldWorkloads: 1
      conditions: [{type: Ready, status: "False", reason: Held, message: m}]
      sourceDigest: "sha256:cd"
      appliedVersion: "2"
      appliedDigest: d
      window: {minimum: "1", maximum: "2.1", claim: "2", range: 2..2.1}
      pending: [{version: "3", description: x, phase: contract}]
      approval: {digest: d, by: helm, at: "2026-01-01T00:00:00Z", via: spec.approve}
      blockedBy: [{kind: Pod, name: p, version: "1", why: x, uid: u}]
      unblockedSince: "2026-01-01T00:00:00.500Z"
      nextWindow: "2026-01-02T21:00:00Z"
      lastFailure: {reason: RunnerFailed, message: m, step: expand, digest: d, generation: 1, at: "2026-01-01T00:00:00Z"}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: expand",
        "name: expand, firstInstall: true",
        "name: expand, knownMinimum: '3'",
        "name: claim, claim: '3'",
        "name: claim, claim: '3', approve: d",
        "name: contract, claim: '3', claimId: xyz",
        "name: contract, claim: '3', claimId: xyz, approve: d",
        "name: withdraw",
        "name: withdraw, claim: '3'",
        "name: withdraw, claim: '3', why: spec.suspend is true",
        "name: expand, outcome: completed, finishedAt: '2026-01-01T00:00:01Z'",
        "name: withdraw, claim: '3', outcome: nothing_to_do, finishedAt: '2026-01-01T00:00:01Z',"
            + " nextAttemptAt: '2026-01-01T00:00:03Z'"
      })
  void whatIsReadIsWrittenAsItWas(String step) {
    var status = status(REST + "step: {" + step + ", " + COMMON + "}\n");
    var shown =
        new StatusMapping.Shown(
            status.observedGeneration(),
            status.owner(),
            status.inUse(),
            status.heldWorkloads(),
            status.conditions(),
            status.sourceDigest());
    assertThat(StatusMapping.write(shown, StatusMapping.read(status))).isEqualTo(status);
  }

  @Test
  void aStatusThatSaysNothingIsReadAsNothing() {
    assertThat(StatusMapping.read(null)).isEqualTo(RecordedStatus.NOTHING);
    assertThat(StatusMapping.read(SchemaMigrationStatus.EMPTY)).isEqualTo(RecordedStatus.NOTHING);
    var shown = new StatusMapping.Shown(1, "o", List.of(), 0, List.of(), null);
    var written = StatusMapping.write(shown, RecordedStatus.NOTHING);
    assertThat(written.pending()).isNull();
    assertThat(written.blockedBy()).isNull();
    assertThat(written.step()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: down",
        "name: sideways",
        "name: claim",
        "name: contract, claim: '3'",
        "name: expand, outcome: fine, finishedAt: '2026-01-01T00:00:01Z'",
        "name: expand, outcome: completed"
      })
  void aStepThatIsNotUnderstoodIsNotGuessed(String step) {
    var status = status("step: {" + step + ", " + COMMON + "}\n");
    assertThatThrownBy(() -> StatusMapping.read(status))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("status.step.")
        .hasMessageContaining("run the version that wrote it");
  }

  private static SchemaMigrationStatus status(String yaml) {
    var text =
        "apiVersion: schemamigration.io/v1alpha1\nkind: SchemaMigration\nstatus:\n"
            + yaml.indent(2);
    return Serialization.unmarshal(text, SchemaMigration.class).getStatus();
  }
}
