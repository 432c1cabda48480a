package io.schemamigration.operator.decide;

import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Step;

/** What the rollout under way needs of the schema. */
final class Rollout {
  private Rollout() {}

  /** Whether an expand step comes next: for new files, a new spec, or what a step left. */
  static boolean needsExpand(Observation seen, StatusDraft draft, SourceState.Available source) {
    var step = draft.step;
    if (step == null || draft.window == null || !source.digest().equals(draft.appliedDigest)) {
      return true;
    }
    boolean unfinished = step instanceof Step.Expand && !step.succeeded();
    boolean freed =
        step instanceof Step.Contract && step.succeeded() && draft.hasPending(Phase.EXPAND);
    return unfinished || freed || step.attempt().generation() != seen.spec().generation();
  }

  /**
   * How things stand, as the rollout has to know it. It doesn't wait for contract migrations: they
   * wait for it.
   */
  static Verdict verdict(Observation seen, StatusDraft draft, Verdict verdict) {
    return verdict.readiness() == Verdict.Readiness.RECONCILING
            && seen.source() instanceof SourceState.Available source
            && !needsExpand(seen, draft, source)
            && onlyContractsAreLeft(seen, draft, source)
        ? verdict.contractPending()
        : verdict;
  }

  /** Whether code for the version that the spec asks for may run, and all that does is released. */
  private static boolean onlyContractsAreLeft(
      Observation seen, StatusDraft draft, SourceState.Available source) {
    var window = draft.window;
    if (window == null || Holds.count(seen, window) > 0) {
      return false;
    }
    var limit = seen.spec().version();
    var wanted =
        source.versions().stream()
            .filter(v -> limit == null || !v.isAbove(limit))
            .reduce(Version.NONE, Version::max);
    var left =
        draft.pending.stream()
            .filter(p -> limit == null || !Version.of(p.version()).isAbove(limit))
            .toList();
    return !wanted.isAbove(window.maximum())
        && !left.isEmpty()
        && left.stream().allMatch(p -> Phase.CONTRACT.text().equals(p.phase()));
  }
}
