package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Host;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a file, as the history holds it. Where only some columns were read, the others are
 * null.
 *
 * @param name the version, or the name of a repeatable file
 * @param version null for a repeatable file
 * @param appliedAt as this database writes times; null in a new row, whose time is the database's
 * @param millis how long it took
 * @param statement how many were done, or which one failed
 * @param metadata JSON
 */
public record HistoryRow(
    String name,
    @Nullable Version version,
    String description,
    @Nullable Phase phase,
    @Nullable String checksum,
    HistoryStatus status,
    @Nullable String appliedAt,
    @Nullable Long millis,
    @Nullable String appliedBy,
    @Nullable String hostname,
    int statement,
    @Nullable String error,
    @Nullable String rollbackAt,
    @Nullable String metadata) {

  /** A new row for a migration. */
  public static HistoryRow of(Migration migration, HistoryStatus status, int statement) {
    return create(
        migration.version().toString(),
        migration.version(),
        migration.description(),
        migration.phase(),
        migration.checksum(),
        status,
        statement);
  }

  /** A new row for a repeatable file. */
  public static HistoryRow of(Repeatable file, HistoryStatus status, int statement) {
    return create(
        file.name(), null, file.description(), file.phase(), file.checksum(), status, statement);
  }

  /** A new row for what existed before the runner came. */
  public static HistoryRow baselined(
      Version version, String description, @Nullable Phase phase, @Nullable String checksum) {
    return create(
        version.toString(), version, description, phase, checksum, HistoryStatus.BASELINED, 0);
  }

  private static HistoryRow create(
      String name,
      @Nullable Version version,
      String description,
      @Nullable Phase phase,
      @Nullable String checksum,
      HistoryStatus status,
      int statement) {
    return new HistoryRow(
        name,
        version,
        description,
        phase,
        checksum,
        status,
        null,
        null,
        null,
        null,
        statement,
        null,
        null,
        null);
  }

  /** The same, written by this process, unless another user applied it. */
  HistoryRow here() {
    var user = appliedBy == null ? System.getProperty("user.name", "unknown") : appliedBy;
    return with(appliedAt, millis, user, Host.name(), error, metadata);
  }

  /** The same with its time, where that is known. */
  public HistoryRow at(@Nullable String time, @Nullable Long took) {
    return with(time, took, appliedBy, hostname, error, metadata);
  }

  /** The same, applied by that user; null: by this process's. */
  public HistoryRow by(@Nullable String user) {
    return with(appliedAt, millis, user, hostname, error, metadata);
  }

  /** The same with what there is to say about it. */
  public HistoryRow saying(@Nullable String message, String json) {
    return with(appliedAt, millis, appliedBy, hostname, message, json);
  }

  private HistoryRow with(
      @Nullable String time,
      @Nullable Long took,
      @Nullable String user,
      @Nullable String host,
      @Nullable String message,
      @Nullable String json) {
    return new HistoryRow(
        name,
        version,
        description,
        phase,
        checksum,
        status,
        time,
        took,
        user,
        host,
        statement,
        message,
        rollbackAt,
        json);
  }

  /** As the planner asks for it; not for a repeatable file. */
  public AppliedMigration migration() {
    return new AppliedMigration(
        Objects.requireNonNull(version, name), description, phase, checksum, status);
  }

  /** Whether it is in that state. */
  public boolean is(Predicate<HistoryStatus> state) {
    return state.test(status);
  }
}
