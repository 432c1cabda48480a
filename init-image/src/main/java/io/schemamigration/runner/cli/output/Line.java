package io.schemamigration.runner.cli.output;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.db.ledger.HistoryRow;
import org.jspecify.annotations.Nullable;

/**
 * One migration, or one file that is run whenever it changes.
 *
 * @param version or the file's name
 * @param status as the history has it, {@code pending}, or {@code changed} since it was run
 * @param drift how the file differs from what was applied; null where it doesn't
 * @param error with which it failed
 */
record Line(
    String version,
    String description,
    @Nullable Phase phase,
    String status,
    @Nullable String checksum,
    @Nullable String appliedAt,
    @Nullable Long millis,
    @Nullable String file,
    @Nullable Drift drift,
    @Nullable String error) {
  static final String PENDING = "pending";

  /** Not applied yet. */
  static Line open(
      String version,
      String description,
      @Nullable Phase phase,
      String status,
      String checksum,
      String file) {
    return new Line(version, description, phase, status, checksum, null, null, file, null, null);
  }

  boolean applied() {
    return HistoryStatus.parse(status).filter(HistoryStatus::applied).isPresent();
  }

  /** As the history has it, with what its file is now. */
  static Line past(HistoryRow row, @Nullable Migration file) {
    var past = row.migration();
    // nothing of a failed one stays, so what counts is its file as it is now
    var again = row.is(s -> s == HistoryStatus.FAILED) ? file : null;
    return new Line(
        past.version().toString(),
        again == null ? past.description() : again.description(),
        again == null ? past.phase() : again.phase(),
        past.status().text(),
        past.fileChecksum(),
        row.appliedAt(),
        row.millis(),
        file == null ? null : file.file(),
        Drift.of(past, file),
        row.is(s -> s == HistoryStatus.FAILED) ? row.error() : null);
  }

  /** A file that isn't applied. */
  static Line pending(Migration m) {
    return Line.open(
        m.version().toString(), m.description(), m.phase(), PENDING, m.checksum(), m.file());
  }

  /** A file that a baseline covers. */
  static Line baselined(Line l) {
    return Line.open(
        l.version(),
        l.description(),
        l.phase(),
        HistoryStatus.BASELINED.text(),
        String.valueOf(l.checksum()),
        String.valueOf(l.file()));
  }

  /** A file that is run whenever it changes, and no longer exists. */
  static Line gone(HistoryRow row) {
    return new Line(
        row.name(),
        row.description(),
        row.phase(),
        row.status().text(),
        row.checksum(),
        row.appliedAt(),
        row.millis(),
        null,
        Drift.MISSING,
        null);
  }
}
