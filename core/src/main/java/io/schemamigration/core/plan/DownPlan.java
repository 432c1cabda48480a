package io.schemamigration.core.plan;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Problem;
import java.util.List;

/** What a way back may do. */
public sealed interface DownPlan {
  /**
   * Take these back, one after the other.
   *
   * @param migrations the highest first; empty when there is nothing to do
   */
  record TakeBack(List<Migration> migrations) implements DownPlan {
    /** Makes the list safe to share. */
    public TakeBack {
      migrations = List.copyOf(migrations);
    }
  }

  /**
   * Change nothing.
   *
   * @param reason the one word of it, of the first problem
   * @param problems what is in the way; at least one
   */
  record Refused(Reason reason, List<Problem> problems) implements DownPlan {
    /** Makes the list safe to share. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
