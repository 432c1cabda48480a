package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.end.RefusedException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows of the history from a query of some of its columns. */
final class HistoryReader {
  private static final int ABSENT = -1;

  private final int[] places = new int[HistoryColumn.values().length];

  /** Of a query that begins with these columns. */
  HistoryReader(List<HistoryColumn> columns) {
    Arrays.fill(places, ABSENT);
    for (int i = 0; i < columns.size(); i++) {
      places[columns.get(i).ordinal()] = i;
    }
  }

  /**
   * One row.
   *
   * @throws RefusedException when the row is in no state that this build knows
   */
  HistoryRow row(@Nullable String[] row) {
    var name = string(row, HistoryColumn.VERSION);
    var phase = get(row, HistoryColumn.PHASE);
    var millis = get(row, HistoryColumn.EXECUTION_TIME_MS);
    var statement = get(row, HistoryColumn.STATEMENT);
    return new HistoryRow(
        name,
        HistoryTable.isRepeatable(name) ? null : Version.of(name),
        string(row, HistoryColumn.DESCRIPTION),
        phase == null ? null : Phase.parse(phase).orElse(null),
        get(row, HistoryColumn.CHECKSUM),
        status(name, string(row, HistoryColumn.STATUS)),
        get(row, HistoryColumn.APPLIED_AT),
        millis == null ? null : Long.valueOf(millis),
        get(row, HistoryColumn.APPLIED_BY),
        get(row, HistoryColumn.HOSTNAME),
        statement == null ? 0 : Integer.parseInt(statement),
        get(row, HistoryColumn.ERROR_MESSAGE),
        get(row, HistoryColumn.ROLLBACK_AT),
        get(row, HistoryColumn.METADATA));
  }

  private static HistoryStatus status(String name, String text) {
    return HistoryStatus.parse(text)
        .orElseThrow(() ->
            new RefusedException(
                Reason.INVALID_MIGRATIONS,
                "the history holds " + name + " as '" + text + "', which this build doesn't know",
                "Use the release of migrate that wrote it, or a newer one."));
  }

  private @Nullable String get(@Nullable String[] row, HistoryColumn column) {
    int place = places[column.ordinal()];
    return place == ABSENT ? null : row[place];
  }

  private String string(@Nullable String[] row, HistoryColumn column) {
    var value = get(row, column);
    return value == null ? "" : value;
  }
}
