package io.schemamigration.operator.decide;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Phase;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before a claim is made, and again before what was claimed is applied. Each check
 * objects with a reason and in its own words, or not at all.
 */
enum Check {
  /** The pause after a failed attempt or a withdrawn claim is over. */
  ATTEMPT_IS_DUE {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      var step = draft.step;
      var wait = step == null ? null : step.untilNextAttempt(now);
      return step == null || wait == null
          ? null
          : new Objection(new Verdicts(seen, draft).retrying(step), wait);
    }
  },

  /** No pod and no workload is in the way of the claimed migration. */
  NOTHING_IS_IN_THE_WAY {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      return draft.blockedBy.isEmpty()
          ? null
          : new Objection(
              Verdict.reconciling(
                  Reason.WAITING_FOR_PODS,
                  "it has to wait for " + Blockers.summary(draft.blockedBy)));
    }
  },

  /** The admission policies keep old code out. */
  GATE_IS_IN_FORCE {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      return seen.gate().inForce()
          ? null
          : new Objection(new Verdicts(seen, draft).gateMissing(), GATE_PROBED);
    }
  },

  /** The user has not asked for a pause. */
  NOT_SUSPENDED {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      return seen.spec().suspended()
          ? new Objection(Verdict.stalled(Reason.SUSPENDED, "spec.suspend is true"))
          : null;
    }
  },

  /** What the spec says of maintenance windows can be understood. */
  SPEC_IS_VALID {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      var problem = seen.spec().timetable().problem();
      return problem == null ? null : new Objection(new Verdicts(seen, draft).invalid(problem));
    }
  },

  /** The window in which it was claimed is still open. */
  WINDOW_IS_OPEN {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      boolean offline =
          draft.step instanceof Step.Claim claim && claim.claimed().approved() != null;
      var phase = offline ? Phase.OFFLINE : Phase.CONTRACT;
      var opens = seen.spec().timetable().opens(phase, now);
      return opens == null
          ? null
          : new Objection(
              Verdict.reconciling(
                  Reason.WAITING_FOR_WINDOW,
                  "the window closed before it began; the next one opens at " + opens));
    }
  },

  /** The migration files exist and are valid. */
  FILES_ARE_USABLE {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      return seen.source() instanceof SourceState.Unusable(var reason, var message)
          ? new Objection(Verdict.stalled(reason, "the migration files can't be used: " + message))
          : null;
    }
  },

  /** They are the files that were claimed. */
  FILES_ARE_UNCHANGED {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      boolean changed =
          draft.step != null
              && seen.source() instanceof SourceState.Available(var digest, var _)
              && !digest.equals(draft.step.attempt().digest());
      return changed
          ? new Objection(
              Verdict.reconciling(
                  Reason.DIGEST_MISMATCH, "the migration files have changed since the claim"))
          : null;
    }
  },

  /** What a person had to approve is approved still. */
  APPROVAL_STANDS {
    @Override
    @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now) {
      boolean revoked =
          draft.step instanceof Step.Claim claim
              && claim.claimed().approved() != null
              && draft.approval == null;
      return revoked
          ? new Objection(Verdict.stalled(Reason.NEEDS_APPROVAL, "its approval was revoked"))
          : null;
    }
  };

  /** Asked in this order before anything is claimed. */
  static final List<Check> BEFORE_CLAIM = List.of(ATTEMPT_IS_DUE, GATE_IS_IN_FORCE);

  /** Asked in this order before what was claimed is applied. */
  static final List<Check> BEFORE_CONTRACT =
      List.of(
          NOTHING_IS_IN_THE_WAY,
          GATE_IS_IN_FORCE,
          NOT_SUSPENDED,
          SPEC_IS_VALID,
          WINDOW_IS_OPEN,
          FILES_ARE_USABLE,
          FILES_ARE_UNCHANGED,
          APPROVAL_STANDS);

  private static final Duration GATE_PROBED = Duration.ofSeconds(15);

  /** What it objects to, or null. */
  abstract @Nullable Objection objection(Observation seen, StatusDraft draft, Instant now);

  /** The first objection of these checks, or null when none objects. */
  static @Nullable Objection first(
      List<Check> checks, Observation seen, StatusDraft draft, Instant now) {
    for (var check : checks) {
      var objection = check.objection(seen, draft, now);
      if (objection != null) {
        return objection;
      }
    }
    return null;
  }
}
