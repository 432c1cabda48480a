package io.schemamigration.runner.step;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.runner.db.BatchPosition;
import java.time.Duration;

/** Tells how a backfill comes along, every few seconds. */
final class BatchProgress {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Backfill backfill;
  private final long about;
  private final Progress progress;
  private final long start = System.nanoTime();
  private long told = start;
  private long batches;

  BatchProgress(Backfill backfill, long about, Progress progress) {
    this.backfill = backfill;
    this.about = about;
    this.progress = progress;
  }

  void begins(BatchPosition position) {
    progress.tell(
        "backfill of "
            + backfill.of()
            + (position.at() == null
                ? " from " + position.first() + " to " + position.end()
                : " goes on after " + position.at())
            + ", batches of up to "
            + backfill.batch());
  }

  /** After a batch. */
  void tell(BatchPosition position) {
    batches++;
    if (Duration.ofNanos(System.nanoTime() - told).compareTo(EVERY) < 0) {
      return;
    }
    told = System.nanoTime();
    var percent = position.percent(about);
    progress.tell(
        "backfill of "
            + backfill.of()
            + ": "
            + (percent == null ? "" : percent + " %, ")
            + position.words()
            + ", "
            + seconds()
            + " s");
  }

  void ends(BatchPosition position) {
    progress.tell(
        "backfill of "
            + backfill.of()
            + " is done: "
            + position.rows()
            + (position.rows() == 1 ? " row" : " rows")
            + " changed"
            + (position.keys() == position.rows() ? "" : " among " + position.keys())
            + ", "
            + batches
            + (batches == 1 ? " batch, " : " batches, ")
            + seconds()
            + " s");
  }

  private long seconds() {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }
}
