package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.PendingStatus;
import io.schemamigration.api.v1alpha1.StepStatus;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.SourceState;
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

  /**
   * Takes ends over at that time.
   *
   * @param source as it is now; tells which version is the highest applied
   */
  ReportFold(Instant now, SourceState source) {
    this.now = now;
    this.source = source;
  }

  /**
   * Changes the draft by what the Job of its running step says; a step that still runs changes
   * nothing.
   */
  void fold(StatusDraft draft, JobState job) {
    if (!draft.running()) {
      return;
    }
    switch (job) {
      case JobState.Reported(Report report) -> report(draft, report);
      case JobState.Silent(String message) -> silent(draft, message);
      case JobState.Foreign(String message) -> silent(draft, message);
      case JobState.None _, JobState.Absent _, JobState.Active _ -> {}
    }
  }

  private void report(StatusDraft draft, Report report) {
    var step = running(draft);
    if (report.window() != null) {
      draft.window = report.window();
    }
    var failure = report.failure();
    var outcome = failure != null && passing(failure.reason()) ? Outcome.RETRY : report.outcome();
    long number =
        report.number() == null ? step.number() : Math.max(step.number(), report.number());
    switch (outcome) {
      case COMPLETED, NOTHING_TO_DO -> done(draft, step, report);
      case FAILED, REFUSED, RETRY -> failed(draft, step, report);
    }
    boolean superseded = failure != null && failure.reason() == Reason.SUPERSEDED;
    draft.step =
        finished(step, number, outcome, superseded ? Duration.ZERO : Backoff.after(step.attempt()));
  }

  private void done(StatusDraft draft, StepStatus step, Report report) {
    if (step.name().equals(StepName.EXPAND.text())) {
      draft.appliedDigest = step.digest();
      draft.lastFailure = null;
    }
    if (step.name().equals(StepName.CONTRACT.text())) {
      draft.lastFailure = null;
      draft.unblockedSince = null;
    }
    if (step.name().equals(StepName.EXPAND.text())
        || step.name().equals(StepName.CONTRACT.text())) {
      draft.pending =
          report.pending().stream().limit(PENDING_SHOWN).map(ReportFold::pending).toList();
      draft.appliedVersion = appliedVersion(draft, step);
    }
  }

  /** The highest migration that is applied; contracts to come are below the maximum, too. */
  private @Nullable String appliedVersion(StatusDraft draft, StepStatus step) {
    var window = draft.window;
    if (window == null) {
      return null;
    }
    var open = draft.pending.stream().map(p -> Version.of(p.version())).collect(Collectors.toSet());
    if (!(source instanceof SourceState.Available(var digest, var versions))
        || !digest.equals(step.digest())) {
      return window.maximum().toString();
    }
    return versions.stream()
        .filter(v -> !v.isAbove(window.maximum()) && !open.contains(v))
        .reduce((a, b) -> b)
        .orElse(Version.NONE)
        .toString();
  }

  private void failed(StatusDraft draft, StepStatus step, Report report) {
    if (report.reason() != Reason.SUPERSEDED) {
      draft.lastFailure = failure(step, report);
    }
  }

  /**
   * The Job is over and its report is lost: what it did is in the database, and the next step reads
   * it there.
   */
  private void silent(StatusDraft draft, String message) {
    var step = running(draft);
    draft.lastFailure =
        new FailureStatus(
            Reason.RUNNER_FAILED.text(),
            null,
            null,
            null,
            null,
            null,
            cut(message, MESSAGE_LIMIT),
            "The next attempt finds out in the database how far this one came.",
            step.name(),
            step.digest(),
            step.generation(),
            now.toString());
    if (step.name().equals(StepName.CONTRACT.text())) {
      draft.appliedDigest =
          null; // it may have applied all: an expand step reports what is pending now
    }
    draft.step = finished(step, step.number(), Outcome.RETRY, Backoff.after(step.attempt()));
  }

  /**
   * Causes that pass by themselves or with a change that the operator can't see, such as one of a
   * Secret.
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
          CHECKSUM_MISMATCH,
          OWNED_BY_ANOTHER,
          VERSION_UNKNOWN,
          VERSION_UNREACHABLE,
          SUSPENDED ->
          false;
    };
  }

  private StepStatus finished(StepStatus step, long number, Outcome outcome, Duration delay) {
    var next = outcome == Outcome.RETRY || isWithdraw(step) ? now.plus(delay).toString() : null;
    return new StepStatus(
        step.name(),
        number,
        step.id(),
        step.job(),
        step.digest(),
        step.version(),
        step.claim(),
        step.claimId(),
        step.approve(),
        step.firstInstall(),
        step.generation(),
        step.attempt(),
        step.startedAt(),
        outcome.text(),
        now.toString(),
        next);
  }

  /**
   * After a withdraw nothing is claimed for a while, or old pods could never restart in between.
   */
  private static boolean isWithdraw(StepStatus step) {
    return step.name().equals(StepName.WITHDRAW.text());
  }

  private FailureStatus failure(StepStatus step, Report report) {
    var failure = failureOf(report);
    return new FailureStatus(
        failure.reason().text(),
        failure.version() == null ? null : failure.version().toString(),
        failure.file() == null ? null : cut(failure.file(), FILE_LIMIT),
        failure.line(),
        failure.statement(),
        failure.sqlState() == null ? null : cut(failure.sqlState(), SQL_STATE_LIMIT),
        cut(failure.message(), MESSAGE_LIMIT),
        failure.hint() == null ? null : cut(failure.hint(), HINT_LIMIT),
        step.name(),
        step.digest(),
        step.generation(),
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
        cut(migration.description(), 256),
        phase,
        migration.breaks());
  }

  private static StepStatus running(StatusDraft draft) {
    @Nullable StepStatus step = draft.step;
    if (step == null) {
      throw new IllegalStateException("no step is under way");
    }
    return step;
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
  }
}
