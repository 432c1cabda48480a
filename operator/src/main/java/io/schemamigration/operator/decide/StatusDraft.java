package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.ApprovalStatus;
import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.PendingStatus;
import io.schemamigration.api.v1alpha1.PodStatus;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status in the making, local to one decision: what isn't changed stays as it was. */
final class StatusDraft {
  @Nullable CompatibilityWindow window;
  @Nullable Step step;
  @Nullable FailureStatus lastFailure;
  @Nullable String appliedVersion;
  @Nullable String appliedDigest;
  @Nullable Instant unblockedSince;
  @Nullable ApprovalStatus approval;

  /** Of this decision only. */
  @Nullable Instant nextWindow;

  List<PendingStatus> pending;
  List<BlockerStatus> blockedBy;
  List<PodStatus> pods;

  StatusDraft(RecordedStatus base) {
    this.window = base.window();
    this.step = base.step();
    this.lastFailure = base.lastFailure();
    this.appliedVersion = base.appliedVersion();
    this.appliedDigest = base.appliedDigest();
    this.unblockedSince = base.unblockedSince();
    this.approval = base.approval();
    this.pending = base.pending();
    this.blockedBy = base.blockedBy();
    this.pods = base.pods();
  }

  /** Whether a migration of that phase is not applied yet. */
  boolean hasPending(Phase phase) {
    return pending.stream().anyMatch(p -> phase.text().equals(p.phase()));
  }

  RecordedStatus build() {
    return new RecordedStatus(
        window,
        step,
        lastFailure,
        appliedVersion,
        appliedDigest,
        pending,
        approval,
        blockedBy,
        unblockedSince,
        nextWindow,
        pods);
  }
}
