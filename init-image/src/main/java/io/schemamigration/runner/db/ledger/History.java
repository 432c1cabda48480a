package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the history; changes belong into a transaction of the caller. */
public final class History {
  private static final List<HistoryColumn> ALL =
      Arrays.stream(HistoryColumn.values()).filter(c -> c != HistoryColumn.ID).toList();

  private final Session session;
  private final HistoryTable table;

  /** The history as that session reaches it. */
  public History(Session session) {
    this.session = session;
    this.table = new HistoryTable(session.sql());
  }

  /** All of it, oldest first. */
  public List<HistoryRow> rows() {
    return rows(null);
  }

  /** Of files that are run whenever they change: what each was last run with. */
  public List<HistoryRow> repeatables() {
    return rows(HistoryTable.REPEATABLE);
  }

  private List<HistoryRow> rows(@Nullable String condition) {
    var reader = new HistoryReader(ALL);
    var found = new ArrayList<HistoryRow>();
    for (var row : table.select(ALL, condition).query(session)) {
      found.add(reader.row(row));
    }
    return found;
  }

  /** Adds an attempt, by this process. */
  public void add(HistoryRow row) {
    table.insert(row.here(), Map.of()).update(session);
  }

  /**
   * Notes that an applied migration has been rolled back.
   *
   * @param metadata JSON that is added to the row's own
   * @return whether it was recorded as applied
   */
  public boolean rolledBack(Version version, String metadata) {
    return table.takenBack(version, metadata).update(session) == 1;
  }

  /**
   * Notes that a migration was rolled back by hand, be it applied, partly applied, or ended
   * halfway.
   *
   * @param metadata JSON that is added to the row's own
   * @return whether there was such a row
   */
  public boolean undone(Version version, String metadata) {
    return table.undone(version, metadata).update(session) == 1;
  }

  /**
   * Notes another checksum for an applied migration.
   *
   * @param metadata JSON that is added to the row's own
   * @return whether it was recorded as applied
   */
  public boolean accepted(Version version, String checksum, String metadata) {
    return table.accepted(version, checksum, metadata).update(session) == 1;
  }
}
