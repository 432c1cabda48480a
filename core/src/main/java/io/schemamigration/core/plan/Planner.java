package io.schemamigration.core.plan;

import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.Version;
import java.util.Collection;
import java.util.List;

/** Decides which migrations a step applies. */
@SuppressWarnings("DoNotCallSuggester") // the types come first
public final class Planner {
  private Planner() {}

  /** Plans an expand step, a first install, or a run by hand. */
  public static Plan plan(PlanRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * Plans a contract step: the pending contract migrations up to the wanted version, which is the
   * claim, in order. The mode doesn't matter.
   */
  public static Plan planContract(PlanRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * The highest version in the source at or below which every expand and offline migration is
   * applied. An undecided one counts like an expand one.
   */
  public static Version maximumAfter(MigrationSource source, Collection<Version> applied) {
    throw new UnsupportedOperationException();
  }

  /** The highest contract or offline migration that is applied, or partly applied. */
  public static Version minimumAfter(List<AppliedMigration> history) {
    throw new UnsupportedOperationException();
  }
}
