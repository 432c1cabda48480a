package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.StepStatus;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens next to one SchemaMigration. Pure: what was seen and the time come in, one
 * decision goes out.
 *
 * <p>The order of the questions is the protocol: a step under way is waited for; a claim that
 * stands is used or taken back before anything else; then everything old code survives is applied
 * (<em>expand</em>); then what it doesn't survive is claimed and applied once no old code is left
 * (<em>claim</em>, <em>contract</em>). What is offline or undecided goes the same way, once a
 * person has approved it and no code is left at all.
 */
public final class PhaseMachine {
  private static final Duration STARTING = Duration.ofSeconds(3);
  private static final Duration WATCHING = Duration.ofSeconds(15);

  private final Observation seen;
  private final Instant now;
  private final StatusDraft draft;
  private final Steps steps;
  private final Verdicts verdicts;

  private PhaseMachine(Observation seen, Instant now, String freshId) {
    this.seen = seen;
    this.now = now;
    this.draft = new StatusDraft(seen.status());
    draft.approval = Approvals.valid(seen, draft.approval);
    this.steps = new Steps(seen, now, freshId);
    this.verdicts = new Verdicts(seen, draft);
  }

  /**
   * The next thing to do.
   *
   * @param freshId random, for the token of a step that may be started: hexadecimal, at least 128
   *     bits
   */
  public static Decision decide(Observation seen, Instant now, String freshId) {
    return new PhaseMachine(seen, now, freshId).decide();
  }

  private Decision decide() {
    new ReportFold(now, seen.source()).fold(draft, seen.job());
    var step = draft.step;
    if (step != null && step.outcome() == null) {
      return underWay(step);
    }
    draft.blockedBy = Blockers.vanished(seen);
    if (step != null && claimStands(step)) {
      return useOrWithdraw(step);
    }
    if (step != null && draft.window != null && draft.window.claim() != null) {
      return withdraw(step); // left by a step that this status knows nothing of
    }
    return switch (seen.source()) {
      case SourceState.Unusable(var reason, var message) ->
          rest(Verdict.stalled(reason, message), null);
      case SourceState.Available available ->
          seen.wishes().suspended() ? rest(verdicts.suspended(), null) : advance(available);
    };
  }

  // ---- a step under way -------------------------------------------------------------------------

  private Decision underWay(StepStatus step) {
    return switch (seen.job()) {
      case JobState.Absent _, JobState.None _ ->
          new Decision.Launch(draft.build(), verdicts.applying(step), step);
      case JobState.Active(JobState.@Nullable Trouble trouble) ->
          trouble == null
              ? rest(verdicts.applying(step), STARTING)
              : rest(Verdict.stalled(trouble.reason(), trouble.message()), WATCHING);
      case JobState.Reported _, JobState.Silent _, JobState.Foreign _ ->
          throw new IllegalStateException("the end of the step has been taken over before");
    };
  }

  // ---- a claim that stands ----------------------------------------------------------------------

  /** Whether the last step left a claim behind, or may have. */
  private boolean claimStands(StepStatus step) {
    if (step.name().equals(StepName.CLAIM.text())) {
      return true;
    }
    boolean done = draft.ended(StepName.CONTRACT, Outcome.COMPLETED, Outcome.NOTHING_TO_DO);
    if (step.name().equals(StepName.CONTRACT.text())) {
      return !done;
    }
    boolean withdrawn = draft.ended(StepName.WITHDRAW, Outcome.COMPLETED, Outcome.NOTHING_TO_DO);
    return step.name().equals(StepName.WITHDRAW.text()) && !withdrawn;
  }

  private Decision useOrWithdraw(StepStatus step) {
    if (!draft.ended(StepName.CLAIM, Outcome.COMPLETED, Outcome.NOTHING_TO_DO)) {
      var wait = step.name().equals(StepName.WITHDRAW.text()) ? untilNextAttempt(step) : null;
      return wait == null ? withdraw(step) : rest(verdicts.retrying(step), wait);
    }
    if (!seen.live()) {
      return new Decision.LookAgain(draft.build(), verdicts.applying(step));
    }
    draft.blockedBy =
        step.approve() == null ? Blockers.of(seen, claimOf(step)) : Blockers.ofAnyVersion(seen);
    return mayContract(step) ? begin(steps.contract(step)) : withdraw(step);
  }

  private boolean mayContract(StepStatus claim) {
    return draft.blockedBy.isEmpty()
        && seen.gate().inForce()
        && !seen.wishes().suspended()
        && seen.source() instanceof SourceState.Available(var digest, var _)
        && digest.equals(claim.digest())
        && (claim.approve() == null || draft.approval != null);
  }

  private Decision withdraw(StepStatus step) {
    if (draft.window != null) {
      draft.window = draft.window.withClaim(null);
    }
    return begin(steps.withdraw(step));
  }

  // ---- forward ----------------------------------------------------------------------------------

  private Decision advance(SourceState.Available source) {
    var failure = verdicts.finalFailure(source);
    var standstill = Standstill.of(seen, draft);
    if (standstill.begun(draft) && draft.approval == null) {
      return rest(verdicts.needsApproval(source, standstill), null);
    }
    if (needsExpand(source)) {
      return failure != null ? rest(failure, null) : expand(source);
    }
    var contract = PendingContracts.of(seen, draft).lowest();
    if (contract.isEmpty() && !standstill.next()) {
      draft.unblockedSince = null;
      return settled(source);
    }
    if (failure != null) {
      return rest(failure, null);
    }
    return contract.isEmpty() || standstill.mayBegin(seen, draft)
        ? standStill(source, standstill)
        : claim(source, contract.get());
  }

  /** Nothing is left to apply. */
  private Decision settled(SourceState.Available source) {
    if (!seen.gate().inForce()) {
      return rest(verdicts.gateMissing(), WATCHING);
    }
    return rest(verdicts.settled(source), null);
  }

  private boolean needsExpand(SourceState.Available source) {
    var step = draft.step;
    if (step == null || draft.window == null || !source.digest().equals(draft.appliedDigest)) {
      return true;
    }
    boolean unfinished =
        step.name().equals(StepName.EXPAND.text())
            && !draft.ended(StepName.EXPAND, Outcome.COMPLETED, Outcome.NOTHING_TO_DO);
    boolean freed =
        draft.ended(StepName.CONTRACT, Outcome.COMPLETED, Outcome.NOTHING_TO_DO)
            && hasPending(Phase.EXPAND);
    return unfinished || freed || step.generation() != seen.wishes().generation();
  }

  private Decision expand(SourceState.Available source) {
    var step = draft.step;
    if (step != null
        && step.name().equals(StepName.EXPAND.text())
        && step.digest().equals(source.digest())
        && step.generation() == seen.wishes().generation()) {
      var wait = untilNextAttempt(step);
      if (wait != null) {
        return rest(verdicts.retrying(step), wait);
      }
    }
    if (draft.window == null && !seen.live()) {
      return new Decision.LookAgain(draft.build(), verdicts.looking());
    }
    boolean firstInstall = draft.window == null && seen.pods().isEmpty();
    return begin(steps.expand(step, source.digest(), wanted(source), firstInstall));
  }

  private Decision claim(SourceState.Available source, Version lowest) {
    var hindrance = hindrance();
    if (hindrance != null) {
      return hindrance;
    }
    draft.blockedBy = Blockers.of(seen, lowest);
    if (!draft.blockedBy.isEmpty()) {
      draft.unblockedSince = null;
      return rest(verdicts.waiting(source, lowest, draft.blockedBy), WATCHING);
    }
    var soak = soakLeft();
    if (soak.isPositive()) {
      return rest(verdicts.soaking(lowest, now.plus(soak)), soak);
    }
    if (!seen.live()) {
      return new Decision.LookAgain(draft.build(), verdicts.looking());
    }
    var claimed = PendingContracts.of(seen, draft).highestUnblocked(seen, lowest);
    return announce(source, claimed, null);
  }

  /** No soak time: it is for code that runs, and none does. */
  private Decision standStill(SourceState.Available source, Standstill standstill) {
    draft.unblockedSince = null;
    if (draft.approval == null) {
      return rest(verdicts.needsApproval(source, standstill), null);
    }
    var hindrance = hindrance();
    if (hindrance != null) {
      return hindrance;
    }
    draft.blockedBy = Blockers.ofAnyVersion(seen);
    if (!draft.blockedBy.isEmpty()) {
      return rest(verdicts.waitingForAll(standstill, draft.blockedBy), WATCHING);
    }
    if (!seen.live()) {
      return new Decision.LookAgain(draft.build(), verdicts.looking());
    }
    return announce(source, standstill.version(), source.digest());
  }

  /** What forbids any claim for now, or null. */
  private @Nullable Decision hindrance() {
    var step = draft.step;
    var wait = step == null ? null : untilNextAttempt(step);
    if (step != null && wait != null) {
      return rest(verdicts.retrying(step), wait);
    }
    return seen.gate().inForce() ? null : rest(verdicts.gateMissing(), WATCHING);
  }

  private Decision announce(
      SourceState.Available source, Version claimed, @Nullable String approve) {
    if (draft.window != null) {
      draft.window = draft.window.withClaim(claimed);
    }
    return begin(steps.claim(draft.step, source.digest(), wanted(source), claimed, approve));
  }

  private Duration soakLeft() {
    if (draft.unblockedSince == null) {
      draft.unblockedSince = now.toString();
    }
    return Duration.between(now, Instant.parse(draft.unblockedSince).plus(seen.wishes().soak()));
  }

  private boolean hasPending(Phase phase) {
    return draft.pending.stream().anyMatch(p -> phase.text().equals(p.phase()));
  }

  private Version wanted(SourceState.Available source) {
    return seen.wishes().version() == null ? source.highest() : seen.wishes().version();
  }

  // ---- waiting ----------------------------------------------------------------------------------

  private @Nullable Duration untilNextAttempt(StepStatus step) {
    if (step.nextAttemptAt() == null) {
      return null;
    }
    var left = Duration.between(now, Instant.parse(step.nextAttemptAt()));
    return left.isPositive() ? left : null;
  }

  private Decision begin(StepStatus step) {
    draft.step = step;
    return new Decision.Begin(draft.build(), verdicts.applying(step), step);
  }

  private Decision rest(Verdict verdict, @Nullable Duration recheck) {
    return new Decision.Rest(draft.build(), verdict, recheck);
  }

  private Version claimOf(StepStatus step) {
    if (step.claim() == null) {
      throw new IllegalStateException("step " + step.id() + " claims nothing");
    }
    return Version.of(step.claim());
  }
}
