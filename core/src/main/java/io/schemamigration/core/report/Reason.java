package io.schemamigration.core.report;

import java.util.Optional;

/** Why something is as it is: one word, the same in the report, the condition and the metric. */
public enum Reason {
  /** The wanted version has been applied. */
  APPLIED("Applied"),
  /** A step is running. */
  APPLYING("Applying"),
  /** A workload waits for its schema. */
  HELD("Held"),
  /** A contract migration waits for older pods to go. */
  WAITING_FOR_PODS("WaitingForPods"),
  /** Someone else holds a lock that the migration needs. */
  WAITING_FOR_LOCK("WaitingForLock"),
  /** The time at which this may run has not come. */
  WAITING_FOR_WINDOW("WaitingForWindow"),
  /** A temporary cause; the next attempt's time is set. */
  RETRY_SCHEDULED("RetryScheduled"),
  /** What a migration does to older code is unknown or needs approval. */
  NEEDS_APPROVAL("NeedsApproval"),
  /** The database refused a statement. */
  MIGRATION_FAILED("MigrationFailed"),
  /** The files of the source can't be read as migrations. */
  INVALID_MIGRATIONS("InvalidMigrations"),
  /** A file was edited after it was applied. */
  CHECKSUM_MISMATCH("ChecksumMismatch"),
  /** A field of the spec can't be understood. */
  INVALID_SPEC("InvalidSpec"),
  /** A ConfigMap, key or directory of migrations is missing. */
  SOURCE_MISSING("SourceMissing"),
  /** The database refused the user or the password, or the URL can't be used as it is. */
  CREDENTIALS_INVALID("CredentialsInvalid"),
  /** The database doesn't answer. */
  DATABASE_UNREACHABLE("DatabaseUnreachable"),
  /** Another SchemaMigration migrates this database. */
  OWNED_BY_ANOTHER("OwnedByAnother"),
  /** The history isn't where it was, or is older than it was: nothing is applied over it. */
  HISTORY_LOST("HistoryLost"),
  /** The version names no migration of the source or the history. */
  VERSION_UNKNOWN("VersionUnknown"),
  /** The version can't be reached from here in one step. */
  VERSION_UNREACHABLE("VersionUnreachable"),
  /** The runner ended without a report. */
  RUNNER_FAILED("RunnerFailed"),
  /** The user asked for a pause. */
  SUSPENDED("Suspended"),
  /** A higher or foreign token holds the window row: this step has been given up. */
  SUPERSEDED("Superseded"),
  /** The claim that a contract step relies on no longer exists, or has expired. */
  CLAIM_LOST("ClaimLost"),
  /** The files are not the ones that the step was planned for. */
  DIGEST_MISMATCH("DigestMismatch");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** Reads a reason as reports and conditions write it. */
  public static Optional<Reason> parse(String text) {
    for (var reason : values()) {
      if (reason.text.equals(text)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  /** The exact word; never reworded. */
  public String text() {
    return text;
  }
}
