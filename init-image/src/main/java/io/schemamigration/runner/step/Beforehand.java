package io.schemamigration.runner.step;

import io.schemamigration.core.window.Version;

/** What is done once before the first migration of a run, such as a backup. */
@FunctionalInterface
public interface Beforehand {
  /**
   * Does it; outside of any transaction.
   *
   * @param version the first migration that will be applied or taken back
   * @throws io.schemamigration.runner.db.RefusedException when the run must not begin
   */
  void before(Version version);
}
