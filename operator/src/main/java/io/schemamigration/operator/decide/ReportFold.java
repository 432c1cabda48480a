package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.PendingStatus;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.LostHistory;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.observation.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes the end of a step over into the status. */
final class ReportFold {
  private static final int PENDING_SHOWN = 100;
  private static final int MESSAGE_LIMIT = 2048;
  private static final int HINT_LIMIT = 1024;
  private static final int FILE_LIMIT = 512;
  private static final int SQL_STATE_LIMIT = 64;

  private final Instant now;
  private final SourceState source;
  private final String owner;

  /**
   * Takes ends over at that time.
   *
   * @param source as it is now; shows which version is the highest applied
   * @param owner as the database knows it
   */
  ReportFold(Instant now, SourceState source, String owner) {
    this.now = now;
    this.source = source;
    this.owner = owner;
  }

  /**
   * Changes the draft by what the Job of its running step says; a step that still runs changes
   * nothing.
   */
  void fold(StatusDraft draft, JobState job) {
    var step = draft.step;
    if (step == null || !step.running()) {
      return;
    }
    switch (job) {
      case JobState.Reported(Report report) -> report(draft, step, report);
      case JobState.Silent(String message) -> silent(draft, step, message);
      case JobState.Foreign(String message) -> silent(draft, step, message);
      case JobState.None _, JobState.Absent _, JobState.Active _ -> {}
    }
  }

  private void report(StatusDraft draft, Step step, Report report) {
    var lost = LostHistories.in(draft, step, report);
    if (lost != null) {
      lost(draft, step, report, lost);
      return;
    }
    if (report.window() != null) {
      draft.window = report.window();
    }
    var failure = report.failure();
    var outcome = failure != null && passing(failure.reason()) ? Outcome.RETRY : report.outcome();
    switch (outcome) {
      case COMPLETED, NOTHING_TO_DO -> done(draft, step, report);
      case FAILED, REFUSED, RETRY -> failed(draft, step, report);
    }
    draft.step = ended(step, report, outcome);
  }

  /** Nothing of the report is believed; the window stays as it was known. */
  private void lost(StatusDraft draft, Step step, Report report, LostHistory lost) {
    draft.lastFailure = failure(step, lost.failure(owner));
    boolean withdrawn = step instanceof Step.Withdraw;
    draft.step = ended(step, report, withdrawn ? report.outcome() : Outcome.REFUSED);
  }

  private Step ended(Step step, Report report, Outcome outcome) {
    var failure = report.failure();
    boolean superseded = failure != null && failure.reason() == Reason.SUPERSEDED;
    long own = step.attempt().token().number();
    return ended(
        step,
        report.number() == null ? own : Math.max(own, report.number()),
        outcome,
        superseded ? Duration.ZERO : Backoff.after(step.attempt().number()));
  }

  private void done(StatusDraft draft, Step step, Report report) {
    switch (step) {
      case Step.Expand _ -> draft.appliedDigest = step.attempt().digest();
      case Step.Contract _ -> draft.unblockedSince = null;
      case Step.Claim _, Step.Withdraw _ -> {
        return; // they only write the row
      }
    }
    draft.lastFailure = null;
    draft.pending =
        report.pending().stream().limit(PENDING_SHOWN).map(ReportFold::pending).toList();
    draft.appliedVersion = appliedVersion(draft, step, report);
  }

  /** The highest migration that is applied; contracts to come are below the maximum, too. */
  private @Nullable String appliedVersion(StatusDraft draft, Step step, Report report) {
    var window = draft.window;
    if (window == null) {
      return null;
    }
    var open = report.pending().stream().map(PendingMigration::version).collect(Collectors.toSet());
    if (!(source instanceof SourceState.Available(var digest, var versions))
        || !digest.equals(step.attempt().digest())) {
      return window.maximum().toString();
    }
    return versions.stream()
        .filter(v -> !v.isAbove(window.maximum()) && !open.contains(v))
        .reduce((a, b) -> b)
        .orElse(Version.NONE)
        .toString();
  }

  private void failed(StatusDraft draft, Step step, Report report) {
    if (report.reason() != Reason.SUPERSEDED) {
      draft.lastFailure = failure(step, failureOf(report));
    }
  }

  /**
   * The Job is over and its report is lost: what it did is in the database, and the next step reads
   * it there.
   */
  private void silent(StatusDraft draft, Step step, String message) {
    draft.lastFailure =
        new FailureStatus(
            Reason.RUNNER_FAILED.text(),
            null,
            null,
            null,
            null,
            null,
            Texts.cut(message, MESSAGE_LIMIT),
            "The next attempt reads from the database how far this one got.",
            step.name().text(),
            step.attempt().digest(),
            step.attempt().generation(),
            now.toString());
    if (step instanceof Step.Contract) {
      draft.appliedDigest =
          null; // it may have applied all: an expand step reports what is pending now
    }
    draft.step =
        ended(
            step,
            step.attempt().token().number(),
            Outcome.RETRY,
            Backoff.after(step.attempt().number()));
  }

  /**
   * Causes that go away by themselves or with a change that the operator can't see, such as one of
   * a Secret.
   */
  static boolean passing(Reason reason) {
    return switch (reason) {
      case SUPERSEDED,
          DIGEST_MISMATCH,
          CLAIM_LOST,
          WAITING_FOR_LOCK,
          DATABASE_UNREACHABLE,
          CREDENTIALS_INVALID,
          SOURCE_MISSING,
          RUNNER_FAILED,
          RETRY_SCHEDULED ->
          true;
      case APPLIED,
          APPLYING,
          HELD,
          WAITING_FOR_PODS,
          WAITING_FOR_WINDOW,
          NEEDS_APPROVAL,
          MIGRATION_FAILED,
          INVALID_MIGRATIONS,
          INVALID_SPEC,
          CHECKSUM_MISMATCH,
          OWNED_BY_ANOTHER,
          HISTORY_LOST,
          VERSION_UNKNOWN,
          VERSION_UNREACHABLE,
          SUSPENDED ->
          false;
    };
  }

  /**
   * After a withdraw nothing is claimed for a while, or old pods could never restart in between.
   */
  private Step ended(Step step, long number, Outcome outcome, Duration delay) {
    boolean waits = outcome == Outcome.RETRY || step instanceof Step.Withdraw;
    var ending = new Step.Ending(outcome, now, waits ? now.plus(delay) : null);
    return step.with(step.attempt().ended(number, ending));
  }

  private FailureStatus failure(Step step, Failure failure) {
    return new FailureStatus(
        failure.reason().text(),
        failure.version() == null ? null : failure.version().toString(),
        failure.file() == null ? null : Texts.cut(failure.file(), FILE_LIMIT),
        failure.line(),
        failure.statement(),
        failure.sqlState() == null ? null : Texts.cut(failure.sqlState(), SQL_STATE_LIMIT),
        Texts.cut(failure.message(), MESSAGE_LIMIT),
        failure.hint() == null ? null : Texts.cut(failure.hint(), HINT_LIMIT),
        step.name().text(),
        step.attempt().digest(),
        step.attempt().generation(),
        now.toString());
  }

  private static Failure failureOf(Report report) {
    return report.failure() != null
        ? report.failure()
        : Failure.of(
            Reason.RUNNER_FAILED,
            "the runner ended with " + report.outcome().text() + " and gave no reason",
            null);
  }

  private static PendingStatus pending(PendingMigration migration) {
    var phase = migration.phase() == null ? null : migration.phase().text();
    return new PendingStatus(
        migration.version().toString(),
        Texts.cut(migration.description(), 256),
        phase,
        migration.breaks());
  }
}
