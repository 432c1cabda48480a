package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.ApprovalStatus;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which yes counts: one to the files as they are now, and to no others. */
final class Approvals {
  private Approvals() {}

  /**
   * The approval of the present files, or null where there is none.
   *
   * @param before as the status has it: when someone approved doesn't change with what the same
   *     manager writes elsewhere later
   */
  static @Nullable ApprovalStatus valid(Observation seen, @Nullable ApprovalStatus before) {
    if (!(seen.source() instanceof SourceState.Available(var digest, var _))) {
      return null;
    }
    for (var approval : seen.spec().approvals()) {
      if (approval.digest().equals(digest)) {
        boolean known =
            before != null
                && before.digest().equals(digest)
                && before.via().equals(approval.via())
                && Objects.equals(before.by(), approval.by());
        return known
            ? before
            : new ApprovalStatus(digest, approval.by(), approval.at(), approval.via());
      }
    }
    return null;
  }
}
