package io.schemamigration.operator.decide;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which workloads are held, and what would release them. */
public final class Holds {
  /** Nothing held it before its rollout began. */
  private static final String WAITING = " (pods of it that exist already wait in schema-verify)";

  private Holds() {}

  /** How many workloads, and pods that stand for themselves, need more than the window offers. */
  public static int count(Observation observation, @Nullable CompatibilityWindow window) {
    return Held.of(observation, window).size();
  }

  /** "Deployment/web is held: needs schema 3, has 2", or nothing when none is held. */
  static String sentence(Observation observation, @Nullable CompatibilityWindow window) {
    var sentence =
        Held.of(observation, window).stream()
            .map(h -> h.sentence(window))
            .collect(Collectors.joining("; "));
    return !sentence.isEmpty() && observation.gate().mode() == GateMode.VALIDATING
        ? sentence + WAITING
        : sentence;
  }

  /**
   * What keeps a held workload held although there is nothing left to apply for it; null when none
   * is held.
   */
  static @Nullable Verdict verdict(
      Observation observation, StatusDraft draft, SourceState.Available source) {
    var window = draft.window;
    var held = Held.of(observation, window);
    if (held.isEmpty() || window == null) {
      return null;
    }
    var first = held.getFirst();
    var needs = first.version();
    if (first.remedy() != null) {
      return Verdict.reconciling(Reason.HELD, sentence(observation, window));
    }
    if (!source.versions().contains(needs)) {
      return unknown(first, source);
    }
    var limit = observation.spec().version();
    if (limit != null && needs.isAbove(limit)) {
      return Verdict.stalled(
          Reason.HELD,
          first.display()
              + " is held: it needs schema "
              + needs
              + ", but spec.version stops at "
              + limit
              + ".");
    }
    if (draft.pending.stream().anyMatch(p -> Phase.EXPAND.text().equals(p.phase()))) {
      return Verdict.stalled(
          Reason.VERSION_UNREACHABLE,
          first.display()
              + " is held: schema "
              + needs
              + " can't be reached in one step, because a contract migration comes before it. Release a build for schema "
              + window.maximum()
              + " first.");
    }
    return Verdict.reconciling(Reason.HELD, sentence(observation, window));
  }

  private static Verdict unknown(Held first, SourceState.Available source) {
    return Verdict.stalled(
        Reason.VERSION_UNKNOWN,
        first.display()
            + " is held: it needs schema "
            + first.version()
            + ", which is not a migration of the source (highest: "
            + source.highest()
            + "). Add the migration, or correct the annotation schemamigration.io/version.");
  }
}
