package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.WindowRow;
import io.schemamigration.runner.db.ledger.Ledger.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Both tables as one query finds them, without a lock: enough to see that there is nothing to do.
 *
 * @param row the window row
 * @param digest of the files that were there when the row was last written, or null
 * @param history oldest first, with what a plan needs
 * @param repeated the checksum with which each repeatable file was last run
 */
public record Snapshot(
    WindowRow row,
    @Nullable String digest,
    List<HistoryRow> history,
    Map<String, String> repeated) {

  /** Reads them; null where the tables or the row aren't there yet. */
  public static @Nullable Snapshot at(Session session) {
    List<@Nullable String[]> rows;
    try {
      rows = session.query(query(session.sql()));
    } catch (DatabaseException e) {
      return null; // whoever goes on from here meets it again, if it isn't just a missing table
    }
    if (rows.isEmpty()) {
      return null;
    }
    var first = rows.getFirst();
    if (first[WindowRow.COLUMNS + 1] != null) {
      return null;
    }
    var history = new ArrayList<HistoryRow>(rows.size() - 1);
    var repeated = new HashMap<String, String>();
    for (int i = 1; i < rows.size(); i++) {
      var row = rows.get(i);
      if (!RepeatableRows.isName(String.valueOf(row[0]))) {
        history.add(historyRow(row));
      } else if ("completed".equals(row[3])) {
        repeated.put(String.valueOf(row[0]), String.valueOf(row[2]));
      }
    }
    return new Snapshot(WindowRow.read(first), first[WindowRow.COLUMNS], history, repeated);
  }

  /** The window row comes first: it alone has no id here. */
  private static String query(Sql sql) {
    return "SELECT "
        + WindowRow.columns(sql)
        + ", digest, NULL AS id FROM "
        + sql.window()
        + " UNION ALL SELECT version, phase, checksum, status, CAST(statement AS text), NULL, NULL, NULL, NULL, NULL, id"
        + " FROM "
        + sql.history()
        + " ORDER BY 11 NULLS FIRST";
  }

  private static HistoryRow historyRow(@Nullable String[] row) {
    var status = String.valueOf(row[3]).toUpperCase(Locale.ROOT);
    return new HistoryRow(
        new AppliedMigration(
            Version.of(String.valueOf(row[0])),
            "",
            row[1] == null ? null : Phase.parse(row[1]).orElse(null),
            row[2],
            HistoryStatus.valueOf(status)),
        null,
        null,
        null,
        Integer.parseInt(String.valueOf(row[4])),
        null);
  }
}
