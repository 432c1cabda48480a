package io.schemamigration.operator.observation;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import java.util.List;

/** The migration files as the cluster has them. */
public sealed interface SourceState {
  /**
   * They exist.
   *
   * @param digest of all of them, {@code sha256:<hex>}
   * @param versions in order, at least one
   */
  record Available(String digest, List<Version> versions) implements SourceState {
    /** Checks that there is something. */
    public Available {
      versions = List.copyOf(versions);
      if (versions.isEmpty()) {
        throw new IllegalArgumentException("a source without a migration is not available");
      }
    }

    /** The newest migration. */
    public Version highest() {
      return versions.getLast();
    }
  }

  /**
   * They are not there, or their names make no sense; a person has to act.
   *
   * @param reason {@link Reason#SOURCE_MISSING} or {@link Reason#INVALID_MIGRATIONS}
   * @param message what is wrong and what to do
   */
  record Unusable(Reason reason, String message) implements SourceState {}
}
