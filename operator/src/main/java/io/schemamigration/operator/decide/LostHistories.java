package io.schemamigration.operator.decide;

import io.schemamigration.core.report.LostHistory;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a database is the one that it was: its minimum never falls by itself. */
final class LostHistories {
  private LostHistories() {}

  /** What a report says against the minimum that its step was to find; null where nothing. */
  static @Nullable LostHistory in(StatusDraft draft, Step step, Report report) {
    var window = report.window();
    return window == null ? null : LostHistory.between(known(draft, step), window.minimum());
  }

  private static @Nullable Version known(StatusDraft draft, Step step) {
    if (step instanceof Step.Expand expand && expand.knownMinimum() != null) {
      return expand.knownMinimum(); // which a person may have lowered
    }
    return draft.window == null ? null : draft.window.minimum();
  }

  /** Whether the last failure was such a loss. */
  static boolean lost(StatusDraft draft) {
    var failure = draft.lastFailure;
    return failure != null && Reason.HISTORY_LOST.text().equals(failure.reason());
  }

  /** The loss that stands and that a person has accepted; null where there is none. */
  static @Nullable LostHistory accepted(Observation seen, StatusDraft draft) {
    if (!lost(draft) || draft.window == null) {
      return null;
    }
    var accepted = LostHistory.accepted(seen.spec().acceptedLoss(), draft.window.minimum());
    boolean tried =
        accepted != null
            && draft.step instanceof Step.Expand expand
            && expand.attempt().ending() != null
            && accepted.found() != null
            && Objects.equals(accepted.found(), expand.knownMinimum());
    return tried ? null : accepted;
  }
}
