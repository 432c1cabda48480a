package io.schemamigration.operator.decide;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the clock has against beginning something now: the maintenance windows and the soak time of
 * the spec. Nothing keeps a claim from being withdrawn, nor stops a step that runs.
 */
final class Openings {
  private final Observation seen;
  private final StatusDraft draft;
  private final Instant now;

  Openings(Observation seen, StatusDraft draft, Instant now) {
    this.seen = seen;
    this.draft = draft;
    this.now = now;
  }

  /**
   * Before an expand step. One that continues with what ended halfway needs the window of that.
   *
   * @param version up to which it may apply
   */
  @Nullable Objection expand(Version version) {
    var halfway = halfway();
    return waits(halfway == null ? Phase.EXPAND : halfway, "step expand to " + version, "");
  }

  /** Before a contract migration is claimed. */
  @Nullable Objection contract(Version version) {
    return waits(Phase.CONTRACT, "contract " + version, "");
  }

  /** Before an offline or undecided migration is claimed. */
  @Nullable Objection standstill(Version version) {
    return waits(
        Phase.OFFLINE,
        "migration " + version + " is approved and",
        "; nothing may use the database then");
  }

  /**
   * While the new release hasn't stood for long enough; starts to count if nobody has.
   *
   * @param then what stands against it afterwards
   */
  @Nullable Objection soaking(Version contract, @Nullable Objection then) {
    var since = draft.unblockedSince == null ? now : draft.unblockedSince;
    draft.unblockedSince = since;
    var until = since.plus(seen.spec().soak());
    return until.isAfter(now)
        ? new Objection(
            new Verdicts(seen, draft).soaking(contract, until), Duration.between(now, until))
        : then;
  }

  private @Nullable Objection waits(Phase phase, String what, String then) {
    var opens = seen.spec().timetable().opens(phase, now);
    draft.nextWindow = opens;
    if (opens == null) {
      return null;
    }
    var held = Holds.sentence(seen, draft.window);
    var message =
        what
            + " waits for the window that opens at "
            + opens
            + then
            + (held.isEmpty() ? "" : "; " + held);
    return new Objection(
        Verdict.reconciling(Reason.WAITING_FOR_WINDOW, message), Duration.between(now, opens));
  }

  /** The phase of what stopped in the middle, outside of a transaction; null where nothing did. */
  private @Nullable Phase halfway() {
    if (Standstill.of(seen, draft).begun(draft)) {
      return Phase.OFFLINE;
    }
    var window = draft.window == null ? CompatibilityWindow.EMPTY : draft.window;
    boolean contract =
        draft.pending.stream()
            .filter(p -> Phase.CONTRACT.text().equals(p.phase()))
            .anyMatch(p -> !Version.of(p.version()).isAbove(window.minimum()));
    return contract ? Phase.CONTRACT : null;
  }
}
