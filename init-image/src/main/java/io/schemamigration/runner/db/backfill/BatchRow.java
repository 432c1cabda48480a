package io.schemamigration.runner.db.backfill;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.end.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the history keeps the position of a statement that runs in batches: in the metadata of its
 * migration's row. Read and written in the transaction of each batch.
 */
public final class BatchRow {
  private static final String BACKFILL = "backfill";
  private static final List<String> MEMBERS =
      List.of("statement", "of", "type", "first", "end", "at", "keys", "rows");

  private final RunningRow row;

  /** The history as that session reaches it. */
  public BatchRow(Session session) {
    this.row = new RunningRow(session);
  }

  /** The position of the migration that is under way, or null where none is known. */
  public @Nullable BatchPosition running(Version version) {
    return last(version, HistoryStatus.RUNNING);
  }

  /** The position of the last attempt, if it failed; else null. */
  public @Nullable BatchPosition failed(Version version) {
    return last(version, HistoryStatus.FAILED);
  }

  private @Nullable BatchPosition last(Version version, HistoryStatus status) {
    var found = row.members(version, status, BACKFILL, MEMBERS);
    if (found == null || found[0] == null) {
      return null;
    }
    return new BatchPosition(
        Integer.parseInt(text(found[0])),
        text(found[1]),
        text(found[2]),
        text(found[3]),
        text(found[4]),
        found[5],
        Long.parseLong(text(found[6])),
        Long.parseLong(text(found[7])));
  }

  /**
   * Notes the position.
   *
   * @throws RefusedException when the migration is no longer under way
   */
  public void write(Version version, BatchPosition position) {
    if (!row.put(version, BACKFILL, position.json())) {
      throw new RefusedException(
          Reason.SUPERSEDED,
          "migration " + version + " is no longer running: someone ended it",
          "See migrate history.");
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
