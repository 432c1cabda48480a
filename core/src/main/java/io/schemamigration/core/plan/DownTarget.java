package io.schemamigration.core.plan;

import io.schemamigration.core.window.Version;

/** How far back someone wants to go. */
public sealed interface DownTarget {
  /**
   * Everything above a version is rolled back.
   *
   * @param version that stays; {@link Version#NONE}: nothing does
   */
  record To(Version version) implements DownTarget {}

  /**
   * The highest applied versions are rolled back.
   *
   * @param count how many, at least 1
   */
  record Steps(int count) implements DownTarget {
    /** Refuses to go back by nothing. */
    public Steps {
      if (count < 1) {
        throw new IllegalArgumentException("steps: " + count);
      }
    }
  }
}
