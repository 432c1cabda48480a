package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words for how things stand: one line each that answers "why is it waiting?". */
final class Verdicts {
  private static final String DECLARE =
      " If you know what it does, declare it in the file: '-- phase: expand' or '-- phase: contract',"
          + " with '-- accept: RULE REASON' (migrate lint names the rule).";

  private final Observation seen;
  private final StatusDraft draft;

  Verdicts(Observation seen, StatusDraft draft) {
    this.seen = seen;
    this.draft = draft;
  }

  Verdict applying(Step step) {
    return Verdict.reconciling(Reason.APPLYING, withHeld(runs(step)));
  }

  private static String runs(Step step) {
    var attempt = step.attempt();
    var what =
        "step " + step.name().text() + " to " + attempt.version() + " runs as Job " + attempt.job();
    var why = step instanceof Step.Withdraw withdraw ? withdraw.why() : null;
    return why == null ? what : what + ", because " + why;
  }

  /** A pod that doesn't start: some causes go away by themselves. */
  Verdict troubled(Step step, JobState.Trouble trouble) {
    return trouble.reason() == Reason.APPLYING
        ? Verdict.reconciling(Reason.APPLYING, withHeld(runs(step) + "; " + trouble.message()))
        : Verdict.stalled(trouble.reason(), trouble.message());
  }

  Verdict looking() {
    return Verdict.reconciling(
        Reason.APPLYING, "checking the API server for pods that use the database");
  }

  Verdict retrying(Step step) {
    var next = step.attempt().ending();
    var at = next == null ? null : next.nextAttemptAt();
    var what =
        step instanceof Step.Withdraw withdraw && withdraw.succeeded()
            ? withdrawn(withdraw) + "; next attempt at " + at
            : "step "
                + step.name().text()
                + ", attempt "
                + step.attempt().number()
                + " failed; next attempt at "
                + at
                + lastFailure(": ");
    return Verdict.reconciling(Reason.RETRY_SCHEDULED, withHeld(what));
  }

  private String withdrawn(Step.Withdraw withdraw) {
    var what =
        withdraw.claimed() == null ? "the claim" : "the claim of migration " + withdraw.claimed();
    return withdraw.why() == null
        ? what + " was withdrawn" + lastFailure(": ")
        : what + " was withdrawn, because " + withdraw.why();
  }

  /** How a step went wrong, as a clause for "because". */
  String failed(Step step) {
    var failure = draft.lastFailure;
    var ending = step.attempt().ending();
    boolean told =
        failure != null
            && ending != null
            && step.name().text().equals(failure.step())
            && ending.finishedAt().toString().equals(failure.at());
    return "step " + step.name().text() + " failed" + (told ? lastFailure(": ") : "");
  }

  private String lastFailure(String separator) {
    var failure = draft.lastFailure;
    return failure == null ? "" : separator + Failures.sentence(failure);
  }

  Verdict suspended() {
    return Verdict.stalled(Reason.SUSPENDED, withHeld("spec.suspend is true: no new step starts"));
  }

  Verdict gateMissing() {
    return Verdict.stalled(
        Reason.WAITING_FOR_WINDOW, "the gate is not in force: " + seen.gate().message());
  }

  /** A field of the spec can't be used; nothing begins. */
  Verdict invalid(String problem) {
    return Verdict.stalled(
        Reason.INVALID_SPEC, withHeld(problem + "; nothing begins until it is corrected"));
  }

  Verdict soaking(Version contract, Instant until) {
    return Verdict.reconciling(
        Reason.WAITING_FOR_WINDOW,
        "contract " + contract + " waits for the soak time, until " + until + nextWindow());
  }

  private String nextWindow() {
    return draft.nextWindow == null
        ? ""
        : ", and then for a window; the next one opens at " + draft.nextWindow;
  }

  /**
   * A held workload that can't be reached explains more than the pods that block the contract
   * before it.
   */
  Verdict waiting(SourceState.Available source, Version contract, List<BlockerStatus> blockers) {
    var held = Holds.verdict(seen, draft, source);
    if (held != null && held.reason() == Reason.VERSION_UNREACHABLE) {
      return held;
    }
    var what = "contract " + contract + " waits for " + Blockers.summary(blockers) + nextWindow();
    var standstill = Standstill.of(seen, draft);
    return Verdict.reconciling(
        Reason.WAITING_FOR_PODS,
        standstill.next() && draft.approval == null
            ? what + "; after it " + approvalOf(source, standstill)
            : what);
  }

  Verdict waitingForAll(Standstill standstill, List<BlockerStatus> blockers) {
    return Verdict.reconciling(
        Reason.WAITING_FOR_PODS,
        "migration "
            + standstill.version()
            + " is approved and waits until nothing uses the database: "
            + Blockers.summary(blockers));
  }

  /** What waits, what to type, and what breaks. */
  Verdict needsApproval(SourceState.Available source, Standstill standstill) {
    return Verdict.stalled(Reason.NEEDS_APPROVAL, withHeld(approvalOf(source, standstill)));
  }

  private String approvalOf(SourceState.Available source, Standstill standstill) {
    var id = seen.id();
    var object = " schemamigration " + id.name() + " -n " + id.namespace() + " ";
    var applied = draft.appliedVersion;
    var back =
        applied == null || applied.equals(Version.NONE.toString())
            ? ""
            : "kubectl patch"
                + object
                + "--type merge -p '{\"spec\":{\"version\":\""
                + applied
                + "\"}}', or ";
    var breaks = standstill.breaks();
    var voided =
        seen.spec().approvals().isEmpty() ? "" : "the earlier approval was for other files; ";
    return standstill.names()
        + (standstill.migrations().size() == 1 ? " waits" : " wait")
        + " for approval; "
        + voided
        + "nothing may run in the meantime. Approve: kubectl annotate"
        + object
        + Names.ANNOTATION_APPROVE
        + "="
        + source.digest()
        + " --overwrite. Cancel: "
        + back
        + "remove the files."
        + (standstill.undecided() ? DECLARE : "")
        + (breaks.isEmpty() ? "" : " What breaks: " + breaks);
  }

  /** Nothing is left to apply: done, unless something is held all the same. */
  Verdict settled(SourceState.Available source) {
    var held = Holds.verdict(seen, draft, source);
    if (held != null) {
      return held;
    }
    var window = draft.window;
    var range = window == null ? "" : "; " + window.words().replace("schema ", "");
    return Verdict.ready("schema is at " + draft.appliedVersion + range);
  }

  /** A failure that the same files and the same spec would meet again; null where there is none. */
  @Nullable Verdict finalFailure(SourceState.Available source) {
    var failure = draft.lastFailure;
    if (failure == null
        || !source.digest().equals(failure.digest())
        || !Long.valueOf(seen.spec().generation()).equals(failure.generation())) {
      return null;
    }
    var reason = Reason.parse(failure.reason()).orElse(Reason.RUNNER_FAILED);
    return ReportFold.passing(reason)
        ? null
        : Verdict.stalled(reason, withHeld(Failures.sentence(failure)));
  }

  private String withHeld(String text) {
    var held = Holds.sentence(seen, draft.window);
    if (held.isEmpty()) {
      return text;
    }
    return text + (text.endsWith(".") ? " " : "; ") + held;
  }
}
