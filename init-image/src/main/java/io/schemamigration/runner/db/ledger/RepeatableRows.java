package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.source.Repeatable;
import io.schemamigration.runner.db.Host;
import io.schemamigration.runner.db.Session;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the history keeps of files that are run whenever they change: one row each, whose version is
 * the name ({@code R__view}, which no version can be), brought up to date by each run.
 */
public final class RepeatableRows {
  private final Session session;
  private final String history;

  /** The rows as that session reaches them. */
  public RepeatableRows(Session session) {
    this.session = session;
    this.history = session.sql().history();
  }

  /** Whether a row's version is the name of a repeatable file. */
  static boolean isName(String version) {
    return version.startsWith("R");
  }

  /** The checksum that each was last run with. */
  public Map<String, String> checksums() {
    var checksums = new HashMap<String, String>();
    for (var row :
        session.query(
            "SELECT version, checksum FROM "
                + history
                + " WHERE version LIKE 'R%' AND status = 'completed'")) {
      checksums.put(String.valueOf(row[0]), String.valueOf(row[1]));
    }
    return checksums;
  }

  /** Notes a run. */
  public void ran(Repeatable file, long millis, String metadata) {
    int rows =
        session.update(
            "UPDATE "
                + history
                + " SET description = ?, phase = ?, checksum = ?, applied_at = "
                + session.sql().now()
                + ", execution_time_ms = ?, applied_by = ?, hostname = ?, statement = ?, metadata = ?"
                + " WHERE version = ? AND status = 'completed'",
            file.description(),
            phase(file),
            file.checksum(),
            millis,
            System.getProperty("user.name", "unknown"),
            Host.name(),
            file.statements().size(),
            metadata,
            file.name());
    if (rows == 0) {
      insert(file, "completed", millis, file.statements().size(), null, metadata);
    }
  }

  /** Notes a run that the database refused. */
  public void failed(Repeatable file, long millis, int statement, String error, String metadata) {
    insert(file, "failed", millis, statement, error, metadata);
  }

  private void insert(
      Repeatable file,
      String status,
      long millis,
      int statement,
      @Nullable String error,
      String metadata) {
    new History(session)
        .note(
            new History.Note(
                file.name(),
                file.description(),
                file.phase(),
                file.checksum(),
                status,
                millis,
                statement,
                error,
                metadata));
  }

  private static @Nullable String phase(Repeatable file) {
    return file.phase() == null ? null : file.phase().text();
  }
}
