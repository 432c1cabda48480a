package io.schemamigration.core.plan;

import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step may do. */
public sealed interface Plan {
  /**
   * Apply these, one after the other.
   *
   * @param toApply in order; empty when there is nothing to do
   * @param remaining what of the source is not applied then, in order
   * @param blocked why the wanted version isn't reached, or null when it is
   * @param after the window once all of it is applied, with the claim that stood before
   */
  record Apply(
      List<Migration> toApply,
      List<PendingMigration> remaining,
      @Nullable Blocked blocked,
      CompatibilityWindow after)
      implements Plan {

    /** Makes the lists safe to share. */
    public Apply {
      toApply = List.copyOf(toApply);
      remaining = List.copyOf(remaining);
    }

    /**
     * Whether everything that a repeatable file may use exists then: contracts make nothing that
     * didn't exist before.
     */
    public boolean makesAll() {
      for (var pending : remaining) {
        if (pending.phase() != Phase.CONTRACT) {
          return false;
        }
      }
      return blocked == null;
    }
  }

  /**
   * Change nothing.
   *
   * @param reason the one word of it
   * @param problems what is in the way; at least one
   */
  record Refused(Reason reason, List<Problem> problems) implements Plan {
    /** Makes the list safe to share. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
