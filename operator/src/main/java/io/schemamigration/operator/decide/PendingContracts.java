package io.schemamigration.operator.decide;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import java.util.List;
import java.util.Optional;

/**
 * The contract migrations that could be claimed: within the window, so that everything they follow
 * is applied, and no higher than the spec asks for.
 *
 * @param versions in order
 */
record PendingContracts(List<Version> versions) {

  static PendingContracts of(Observation seen, StatusDraft draft) {
    var window = draft.window == null ? CompatibilityWindow.EMPTY : draft.window;
    var limit = seen.spec().version();
    return new PendingContracts(
        draft.pending.stream()
            .filter(p -> Phase.CONTRACT.text().equals(p.phase()))
            .map(p -> Version.of(p.version()))
            .filter(v -> !v.isAbove(window.maximum()))
            .filter(v -> limit == null || !v.isAbove(limit))
            .sorted()
            .toList());
  }

  /** The one that comes next. */
  Optional<Version> lowest() {
    return versions.stream().findFirst();
  }

  /** As many at once as nothing stands against; {@code lowest} when that is the only one. */
  Version highestUnblocked(Observation seen, Version lowest) {
    return versions.stream()
        .filter(v -> Blockers.of(seen, v).isEmpty())
        .reduce((a, b) -> b)
        .orElse(lowest);
  }
}
