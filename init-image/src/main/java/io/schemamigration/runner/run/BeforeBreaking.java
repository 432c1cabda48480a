package io.schemamigration.runner.run;

import io.schemamigration.core.report.PendingMigration;
import java.util.List;

/** Hears what older code may not survive, before a run by hand applies it. */
@FunctionalInterface
public interface BeforeBreaking {
  /**
   * Reports it, and may ask; outside of any transaction.
   *
   * @param breaking the contract, offline and undecided migrations that come next
   * @throws io.schemamigration.runner.end.RefusedException when they must not be applied
   */
  void before(List<PendingMigration> breaking);
}
