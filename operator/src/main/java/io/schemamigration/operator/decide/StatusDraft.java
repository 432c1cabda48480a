package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.ApprovalStatus;
import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.PendingStatus;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.api.v1alpha1.StepStatus;
import io.schemamigration.api.v1alpha1.WindowStatus;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status in the making, local to one decision: what isn't changed stays as it was. */
public final class StatusDraft {
  private final SchemaMigrationStatus base;
  @Nullable CompatibilityWindow window;
  @Nullable StepStatus step;
  @Nullable FailureStatus lastFailure;
  @Nullable String appliedVersion;
  @Nullable String appliedDigest;
  @Nullable String unblockedSince;
  @Nullable ApprovalStatus approval;
  List<PendingStatus> pending;
  List<BlockerStatus> blockedBy;

  StatusDraft(SchemaMigrationStatus base) {
    this.base = base;
    this.window = windowOf(base);
    this.step = base.step();
    this.lastFailure = base.lastFailure();
    this.appliedVersion = base.appliedVersion();
    this.appliedDigest = base.appliedDigest();
    this.unblockedSince = base.unblockedSince();
    this.approval = base.approval();
    this.pending = base.pending() == null ? List.of() : base.pending();
    this.blockedBy = base.blockedBy() == null ? List.of() : base.blockedBy();
  }

  /** The window that a status mirrors, or null while the database has not been heard. */
  public static @Nullable CompatibilityWindow windowOf(SchemaMigrationStatus status) {
    var mirrored = status.window();
    if (mirrored == null) {
      return null;
    }
    var claim = mirrored.claim() == null ? null : Version.of(mirrored.claim());
    return new CompatibilityWindow(
        Version.of(mirrored.minimum()), Version.of(mirrored.maximum()), claim);
  }

  /** Whether a step is under way. */
  boolean running() {
    return step != null && step.outcome() == null;
  }

  /** Whether the last step was of that kind and ended in that way. */
  boolean ended(StepName name, Outcome... outcomes) {
    if (step == null || !step.name().equals(name.text())) {
      return false;
    }
    for (var outcome : outcomes) {
      if (outcome.text().equals(step.outcome())) {
        return true;
      }
    }
    return false;
  }

  SchemaMigrationStatus build() {
    return new SchemaMigrationStatus(
        base.observedGeneration(),
        base.owner(),
        base.inUse(),
        base.heldWorkloads(),
        base.conditions(),
        appliedVersion,
        appliedDigest,
        window == null ? null : mirror(window),
        pending.isEmpty() ? null : pending,
        approval,
        blockedBy.isEmpty() ? null : blockedBy,
        unblockedSince,
        step,
        lastFailure);
  }

  private static WindowStatus mirror(CompatibilityWindow window) {
    var claim = window.claim() == null ? null : window.claim().toString();
    var range = window.effectiveMinimum() + ".." + window.maximum();
    return new WindowStatus(window.minimum().toString(), window.maximum().toString(), claim, range);
  }
}
