package io.schemamigration.runner.run;

import io.schemamigration.core.window.Version;

/** What is done once before the first migration of a run, such as a backup. */
@FunctionalInterface
public interface BeforeFirst {
  /**
   * Does it; outside of any transaction.
   *
   * @param version the first migration that will be applied or rolled back
   * @throws io.schemamigration.runner.end.RefusedException when the run must not begin
   */
  void before(Version version);
}
