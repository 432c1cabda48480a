package io.schemamigration.operator.decide;

import io.schemamigration.core.report.LostHistory;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.observation.Step.Claimed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens next to one SchemaMigration. Pure: what was seen and the time come in, one
 * decision goes out.
 *
 * <p>The order of the questions is the protocol: a step under way is waited for; a claim that
 * stands is used or withdrawn before anything else; then everything old code survives is applied
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
  private final Openings openings;

  private PhaseMachine(Observation seen, Instant now, String freshId) {
    this.seen = seen;
    this.now = now;
    this.draft = new StatusDraft(seen.status());
    draft.approval = Approvals.valid(seen, draft.approval);
    draft.pods = KnownPods.of(seen);
    this.steps = new Steps(seen, now, freshId);
    this.verdicts = new Verdicts(seen, draft);
    this.openings = new Openings(seen, draft, now);
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
    new ReportFold(now, seen.source(), seen.id().owner()).fold(draft, seen.job());
    var step = draft.step;
    if (step != null && step.running()) {
      return underWay(step);
    }
    draft.blockedBy = Blockers.vanished(seen);
    var claim = step == null ? null : standingClaim(step);
    if (claim != null) {
      return claim;
    }
    return switch (seen.source()) {
      case SourceState.Unusable(var reason, var message) ->
          rest(Verdict.stalled(reason, message), null);
      case SourceState.Available available ->
          seen.spec().suspended() ? rest(verdicts.suspended(), null) : advance(available);
    };
  }

  // ---- a step under way -------------------------------------------------------------------------

  private Decision underWay(Step step) {
    return switch (seen.job()) {
      case JobState.Absent _, JobState.None _ ->
          new Decision.Launch(
              draft.build(), Rollout.verdict(seen, draft, verdicts.applying(step)), step);
      case JobState.Active(JobState.@Nullable Trouble trouble) ->
          trouble == null
              ? rest(verdicts.applying(step), STARTING)
              : rest(verdicts.troubled(step, trouble), WATCHING);
      case JobState.Reported _, JobState.Silent _, JobState.Foreign _ ->
          throw new IllegalStateException("the end of the step has been taken over before");
    };
  }

  // ---- a claim that stands ----------------------------------------------------------------------

  /**
   * What to do about a claim that the last step left behind, or may have; null when it left none.
   */
  private @Nullable Decision standingClaim(Step step) {
    return switch (step) {
      case Step.Claim claim ->
          claim.succeeded() ? useOrWithdraw(claim) : withdraw(claim, claim.claimed());
      case Step.Contract contract ->
          contract.succeeded() ? unknownClaim(contract) : withdraw(contract, contract.claimed());
      case Step.Withdraw withdraw ->
          withdraw.succeeded() ? unknownClaim(withdraw) : withdrawAgain(withdraw);
      case Step.Expand expand -> unknownClaim(expand);
    };
  }

  private Decision useOrWithdraw(Step.Claim claim) {
    if (seen.look() != Look.LIVE) {
      return lookAgain(Look.LIVE, verdicts.applying(claim));
    }
    var claimed = claim.claimed();
    draft.blockedBy =
        claimed.approved() == null
            ? Blockers.of(seen, claimed.version())
            : Blockers.ofAnyVersion(seen);
    var objection = Check.first(Check.BEFORE_CONTRACT, seen, draft, now);
    return objection == null
        ? begin(steps.contract(claim))
        : withdraw(claim, claimed.version(), objection.why());
  }

  /** Its Job didn't end well: what was claimed is not applied, or not all of it. */
  private Decision withdraw(Step failed, Claimed claimed) {
    return withdraw(failed, claimed.version(), verdicts.failed(failed));
  }

  private Decision withdrawAgain(Step.Withdraw last) {
    var wait = last.untilNextAttempt(now);
    return wait == null
        ? beginWithdraw(steps.withdrawAgain(last))
        : rest(verdicts.retrying(last), wait);
  }

  /** One that the database reported and that no step of this status made. */
  private @Nullable Decision unknownClaim(Step step) {
    var claimed = draft.window == null ? null : draft.window.claim();
    return claimed == null
        ? null
        : withdraw(step, claimed, "no step in this status made the claim");
  }

  private Decision withdraw(Step step, Version claimed, String why) {
    return beginWithdraw(steps.withdraw(step, claimed, why));
  }

  private Decision beginWithdraw(Step.Withdraw withdraw) {
    if (draft.window != null) {
      draft.window = draft.window.withClaim(null);
    }
    return begin(withdraw);
  }

  // ---- forward ----------------------------------------------------------------------------------

  private Decision advance(SourceState.Available source) {
    var problem = seen.spec().timetable().problem();
    if (problem != null) {
      return rest(verdicts.invalid(problem), null);
    }
    var accepted = LostHistories.accepted(seen, draft);
    if (accepted != null) {
      return expand(source, accepted);
    }
    var failure = verdicts.finalFailure(source);
    if (failure != null && LostHistories.lost(draft)) {
      return rest(failure, null);
    }
    var standstill = Standstill.of(seen, draft);
    if (standstill.begun(draft) && draft.approval == null) {
      return rest(verdicts.needsApproval(source, standstill), null);
    }
    if (Rollout.needsExpand(seen, draft, source)) {
      return failure != null ? rest(failure, null) : expand(source, null);
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
    return rest(verdicts.settled(source), draft.blockedBy.isEmpty() ? null : WATCHING);
  }

  /** By its token it takes the row; by the minimum that is known it takes only the same one. */
  private Decision expand(SourceState.Available source, @Nullable LostHistory accepted) {
    var closed = openings.expand(wanted(source));
    if (closed != null) {
      return rest(closed);
    }
    var step = draft.step;
    if (step instanceof Step.Expand
        && step.attempt().serves(source.digest(), seen.spec().generation())) {
      var wait = step.untilNextAttempt(now);
      if (wait != null) {
        return rest(verdicts.retrying(step), wait);
      }
    }
    var reported = draft.window == null ? null : draft.window.minimum();
    var known = accepted == null ? reported : accepted.found();
    if (known == null && seen.look() == Look.CACHED) {
      return lookAgain(Look.LABELED, verdicts.looking());
    }
    if (known == null) {
      draft.window = null;
    }
    boolean firstInstall = known == null && seen.pods().isEmpty();
    return begin(steps.expand(step, source.digest(), wanted(source), firstInstall, known));
  }

  private Decision claim(SourceState.Available source, Version lowest) {
    var objection = Check.first(Check.BEFORE_CLAIM, seen, draft, now);
    if (objection != null) {
      return rest(objection);
    }
    var closed = openings.contract(lowest);
    draft.blockedBy = Blockers.of(seen, lowest);
    if (!draft.blockedBy.isEmpty()) {
      draft.unblockedSince = null;
      return rest(verdicts.waiting(source, lowest, draft.blockedBy), WATCHING);
    }
    var early = openings.soaking(lowest, closed);
    if (early != null) {
      return rest(early);
    }
    if (seen.look() != Look.LIVE) {
      return lookAgain(Look.LIVE, verdicts.looking());
    }
    var claimed = PendingContracts.of(seen, draft).highestUnblocked(seen, lowest);
    return announce(source, new Claimed(claimed, null));
  }

  /** No soak time: it is for code that runs, and none does. */
  private Decision standStill(SourceState.Available source, Standstill standstill) {
    draft.unblockedSince = null;
    if (draft.approval == null) {
      return rest(verdicts.needsApproval(source, standstill), null);
    }
    var objection = Check.first(Check.BEFORE_CLAIM, seen, draft, now);
    if (objection != null) {
      return rest(objection);
    }
    draft.blockedBy = Blockers.ofAnyVersion(seen);
    var closed = openings.standstill(standstill.version());
    if (closed != null) {
      return rest(closed);
    }
    if (!draft.blockedBy.isEmpty()) {
      return rest(verdicts.waitingForAll(standstill, draft.blockedBy), WATCHING);
    }
    if (seen.look() != Look.LIVE) {
      return lookAgain(Look.LIVE, verdicts.looking());
    }
    return announce(source, new Claimed(standstill.version(), source.digest()));
  }

  private Decision announce(SourceState.Available source, Claimed claimed) {
    if (draft.window != null) {
      draft.window = draft.window.withClaim(claimed.version());
    }
    return begin(steps.claim(draft.step, source.digest(), wanted(source), claimed));
  }

  private Version wanted(SourceState.Available source) {
    return seen.spec().version() == null ? source.highest() : seen.spec().version();
  }

  // ---- what comes of it -------------------------------------------------------------------------

  private Decision begin(Step step) {
    draft.step = step;
    return new Decision.Begin(
        draft.build(), Rollout.verdict(seen, draft, verdicts.applying(step)), step);
  }

  private Decision lookAgain(Look look, Verdict verdict) {
    return new Decision.LookAgain(draft.build(), Rollout.verdict(seen, draft, verdict), look);
  }

  private Decision rest(Objection objection) {
    return rest(objection.verdict(), objection.recheck());
  }

  private Decision rest(Verdict verdict, @Nullable Duration recheck) {
    return new Decision.Rest(draft.build(), Rollout.verdict(seen, draft, verdict), recheck);
  }
}
