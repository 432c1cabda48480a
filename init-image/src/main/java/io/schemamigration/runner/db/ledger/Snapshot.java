package io.schemamigration.runner.db.ledger;

import static io.schemamigration.runner.db.ledger.HistoryColumn.CHECKSUM;
import static io.schemamigration.runner.db.ledger.HistoryColumn.PHASE;
import static io.schemamigration.runner.db.ledger.HistoryColumn.STATEMENT;
import static io.schemamigration.runner.db.ledger.HistoryColumn.STATUS;
import static io.schemamigration.runner.db.ledger.HistoryColumn.VERSION;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Both tables as one query finds them, without a lock: enough to see that there is nothing to do.
 *
 * @param row the window row
 * @param digest of the files that existed when the row was last written, or null
 * @param history oldest first, with what a plan needs
 * @param repeated the checksum with which each repeatable file was last run
 */
public record Snapshot(
    WindowRow row,
    @Nullable String digest,
    List<HistoryRow> history,
    Map<String, String> repeated) {

  private static final List<HistoryColumn> HISTORY =
      List.of(VERSION, PHASE, CHECKSUM, STATUS, STATEMENT);

  /** Reads them; null where the tables or the row don't exist yet. */
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
    if (first[WindowTable.READ + 1] != null) {
      return null;
    }
    var history = new ArrayList<HistoryRow>(rows.size() - 1);
    var repeated = new HashMap<String, String>();
    var reader = new HistoryReader(HISTORY);
    for (int i = 1; i < rows.size(); i++) {
      var row = reader.row(rows.get(i));
      if (row.version() != null) {
        history.add(row);
      } else if (row.status() == HistoryStatus.COMPLETED) {
        repeated.put(row.name(), String.valueOf(row.checksum()));
      }
    }
    return new Snapshot(WindowTable.read(first), first[WindowTable.READ], history, repeated);
  }

  /** The window row comes first: it alone has no id here. */
  private static String query(Sql sql) {
    var tables = Tables.in(sql);
    var columns = new StringJoiner(", ");
    for (var column : HISTORY) {
      columns.add(column == STATEMENT ? "CAST(" + column + " AS text)" : column.toString());
    }
    for (int i = HISTORY.size(); i <= WindowTable.READ; i++) {
      columns.add("NULL");
    }
    return "SELECT "
        + tables.window().columns()
        + ", "
        + WindowColumn.DIGEST
        + ", NULL AS "
        + HistoryColumn.ID
        + " FROM "
        + tables.window().name()
        + " UNION ALL SELECT "
        + columns
        + ", "
        + HistoryColumn.ID
        + " FROM "
        + tables.history().name()
        + " ORDER BY "
        + (WindowTable.READ + 2)
        + " NULLS FIRST";
  }
}
