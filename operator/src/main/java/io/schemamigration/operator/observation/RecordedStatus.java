package io.schemamigration.operator.observation;

import io.schemamigration.api.v1alpha1.ApprovalStatus;
import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.PendingStatus;
import io.schemamigration.api.v1alpha1.PodStatus;
import io.schemamigration.core.window.CompatibilityWindow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the status remembers from one decision to the next. The rest of the status only shows how
 * things stand.
 *
 * @param window as the database reported it last, or null while the database has not been heard
 * @param step the last one, under way or ended
 * @param lastFailure kept until a step succeeds
 * @param appliedVersion the highest migration that is applied
 * @param appliedDigest of the files that are applied as far as the window allows
 * @param pending migrations that are not applied yet
 * @param approval of the files as they are now
 * @param blockedBy what a contract migration waits for
 * @param unblockedSince since when it waits for nothing; its soak time counts from here
 * @param nextWindow when the maintenance window opens that pending migrations wait for; null while
 *     they wait for none
 * @param pods those that count and have reached a node
 */
public record RecordedStatus(
    @Nullable CompatibilityWindow window,
    @Nullable Step step,
    @Nullable FailureStatus lastFailure,
    @Nullable String appliedVersion,
    @Nullable String appliedDigest,
    List<PendingStatus> pending,
    @Nullable ApprovalStatus approval,
    List<BlockerStatus> blockedBy,
    @Nullable Instant unblockedSince,
    @Nullable Instant nextWindow,
    List<PodStatus> pods) {

  /** Nothing yet. */
  public static final RecordedStatus NOTHING =
      new RecordedStatus(
          null, null, null, null, null, List.of(), null, List.of(), null, null, List.of());

  /** Makes the lists safe to share. */
  public RecordedStatus {
    pending = List.copyOf(pending);
    blockedBy = List.copyOf(blockedBy);
    pods = List.copyOf(pods);
  }
}
