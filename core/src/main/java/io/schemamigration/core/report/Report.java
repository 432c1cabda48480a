package io.schemamigration.core.report;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step did and found: the only thing the operator learns about a database. As JSON it is one
 * line, flat where it can be; what is unknown is left out:
 *
 * <pre>{@code
 * {"report": 1,                       // version of this shape
 *  "step": "expand",                  // StepName
 *  "outcome": "completed",            // Outcome
 *  "reason": "MigrationFailed",       // Reason; only with a failure
 *  "number": 7,                       // the step number that the window row has now
 *  "digest": "sha256:…",              // of the files
 *  "window": {"minimum": "1", "maximum": "3", "claim": "3"},
 *  "applied": ["1", "2"], "appliedCut": 12,
 *  "pending": [{"version": "3", "description": "drop name", "phase": "contract",
 *               "breaks": "003_drop.sql:1: column users.name is removed"}], "pendingCut": 12,
 *  "blocked": {"version": "4", "by": "3"},
 *  "failure": {"version": "2", "file": "002_x.sql", "line": 4, "statement": 2, "sqlState": "42601",
 *              "message": "…", "hint": "…"},
 *  "warnings": ["002_x.sql:4: WARNING: …"],   // the first few of the database's, if any
 *  "lock": {"waits": 1, "waitedMs": 312},
 *  "timing": {"connectMs": 30, "migrationsMs": 12, "totalMs": 80}}
 * }</pre>
 *
 * @param step what was asked for
 * @param outcome how it ended
 * @param number the step number found in the window row after the step, or null where the row could
 *     not be read
 * @param digest of the source, {@code sha256:<hex>}, or null where there is none
 * @param window as it is after the step, or null where it could not be read
 * @param applied the versions that this step applied, in order
 * @param pending what of the source is not applied, in order
 * @param blocked why the wanted version can't be reached now, or null
 * @param failure why the step did not do what it was asked for, or null
 * @param lock how long it waited for locks
 * @param timing where the time went
 * @param warnings the first of what the database warned of; left out where the report is cut
 */
public record Report(
    StepName step,
    Outcome outcome,
    @Nullable Long number,
    @Nullable String digest,
    @Nullable CompatibilityWindow window,
    List<Version> applied,
    List<PendingMigration> pending,
    @Nullable Blocked blocked,
    @Nullable Failure failure,
    LockWaits lock,
    Timing timing,
    List<String> warnings) {

  /** The version of the JSON shape. */
  public static final int SHAPE = 1;

  /** What cutting can always reach, however long the texts and the versions are. */
  public static final int SMALLEST_BYTES = 2048;

  /** Makes the lists safe to share. */
  public Report {
    applied = List.copyOf(applied);
    pending = List.copyOf(pending);
    warnings = warnings.stream().map(Printable::line).toList();
  }

  /** A report about which nothing is known but how the step ended. */
  public static Report of(StepName step, Outcome outcome) {
    return of(step, outcome, null);
  }

  /** The report of a step that wasn't begun. */
  public static Report refused(StepName step, Failure failure) {
    return of(step, Outcome.REFUSED, failure);
  }

  private static Report of(StepName step, Outcome outcome, @Nullable Failure failure) {
    return new Report(
        step,
        outcome,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        failure,
        LockWaits.NONE,
        Timing.NONE,
        List.of());
  }

  /** The same with other words about why. */
  public Report with(Failure why) {
    return new Report(
        step, outcome, number, digest, window, applied, pending, blocked, why, lock, timing,
        warnings);
  }

  /** The one word for a failure, or null when there is none. */
  public @Nullable Reason reason() {
    return failure == null ? null : failure.reason();
  }

  /** The whole report as one line of JSON. */
  public String toJson() {
    return ReportJson.whole(this);
  }

  /**
   * The report as one line of valid JSON of at most {@code maxBytes} UTF-8 bytes: first {@code
   * pending} is cut from its end, then {@code applied}, each with the number of entries that were
   * left out, then the long texts. Below {@link #SMALLEST_BYTES} it may be longer than asked for,
   * and is then as short as a report can be.
   */
  public String toJson(int maxBytes) {
    return ReportJson.within(this, maxBytes);
  }
}
