package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.runner.db.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the history keeps of files that are run whenever they change: one row each, whose version is
 * the name ({@code R__view}, which no version can be), brought up to date by each run.
 */
public final class RepeatableRows {
  private final Session session;
  private final HistoryTable table;

  /** The rows as that session reaches them. */
  public RepeatableRows(Session session) {
    this.session = session;
    this.table = new HistoryTable(session.sql());
  }

  /** The checksum that each was last run with. */
  public Map<String, String> checksums() {
    var columns = List.of(HistoryColumn.VERSION, HistoryColumn.CHECKSUM);
    var checksums = new HashMap<String, String>();
    for (var row : table.select(columns, HistoryTable.REPEATABLE).query(session)) {
      checksums.put(String.valueOf(row[0]), String.valueOf(row[1]));
    }
    return checksums;
  }

  /** Notes a run. */
  public void ran(Repeatable file, long millis, String metadata) {
    var row =
        HistoryRow.of(file, HistoryStatus.COMPLETED, file.statements().size())
            .at(null, millis)
            .saying(null, metadata)
            .here();
    if (table.refresh(row, Map.of()).update(session) == 0) {
      table.insert(row, Map.of()).update(session);
    }
  }

  /** Notes a run that the database refused. */
  public void failed(Repeatable file, long millis, int statement, String error, String metadata) {
    var row = HistoryRow.of(file, HistoryStatus.FAILED, statement);
    new History(session).add(row.at(null, millis).saying(error, metadata));
  }
}
