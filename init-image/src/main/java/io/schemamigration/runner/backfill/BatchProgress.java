package io.schemamigration.runner.backfill;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.runner.db.StatementProgress;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.run.Heartbeat;
import io.schemamigration.runner.run.Progress;
import java.time.Duration;

/** Reports how a backfill comes along. */
final class BatchProgress {
  private final Backfill backfill;
  private final long about;
  private final Progress progress;
  private final StatementProgress reached;
  private final long start = System.nanoTime();
  private long batches;
  private boolean resumed;

  /**
   * Prepares it.
   *
   * @param about how many rows the table has, 0 where nobody knows
   * @param reached where it is shown from
   */
  BatchProgress(Backfill backfill, long about, Progress progress, StatementProgress reached) {
    this.backfill = backfill;
    this.about = about;
    this.progress = progress;
    this.reached = reached;
  }

  void begins(BatchPosition position) {
    resumed = position.at() != null;
    progress.tell(
        "backfill of "
            + backfill.of()
            + (position.at() == null
                ? " from " + position.first() + " to " + position.end()
                : " continues after " + position.at())
            + ", batches of up to "
            + backfill.batch());
  }

  /** After a batch. */
  void done(BatchPosition position) {
    batches++;
    var percent = position.percent(about);
    reached.detail((percent == null ? "" : percent + " %, ") + position.words());
  }

  void ends(BatchPosition position) {
    progress.tell(
        "backfill of "
            + backfill.of()
            + " is done: "
            + position.rows()
            + (position.rows() == 1 ? " row" : " rows")
            + " changed"
            + (resumed ? " in all" : "")
            + (position.keys() == position.rows() ? "" : " among " + position.keys())
            + ", "
            + batches
            + (batches == 1 ? " batch, " : " batches, ")
            + Heartbeat.words(Duration.ofNanos(System.nanoTime() - start)));
  }
}
