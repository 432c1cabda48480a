package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import org.jspecify.annotations.Nullable;

/** The history row of a migration outside of a transaction, which is written as it goes on. */
public final class RunningRow {
  private final Session session;
  private final String history;

  /** The row as that session reaches it. */
  public RunningRow(Session session) {
    this.session = session;
    this.history = session.sql().history();
  }

  /** How far it has come. */
  public void reached(Version version, int statement) {
    session.update(
        "UPDATE " + history + " SET statement = ? WHERE version = ? AND status = 'running'",
        statement,
        version.toString());
  }

  /** It is done. */
  public void completed(Version version, long millis) {
    session.update(
        "UPDATE "
            + history
            + " SET status = 'completed', execution_time_ms = ? WHERE version = ? AND status ="
            + " 'running'",
        millis,
        version.toString());
  }

  /**
   * It ended in an error.
   *
   * @param metadata JSON that is added to the row's own; {@code done} is {@link
   *     Attempt#fingerprint}
   */
  public void failed(Version version, long millis, String error, String metadata) {
    session.update(
        "UPDATE "
            + history
            + " SET status = 'failed', execution_time_ms = ?, error_message = ?, metadata = "
            + History.merged(session)
            + " WHERE version = ? AND status = 'running'",
        millis,
        error,
        metadata,
        version.toString());
  }

  /** The last attempt at that version, if it failed half-way; else null. */
  public @Nullable Attempt failed(Version version) {
    var done =
        switch (session.dialect()) {
          case POSTGRESQL -> "metadata ->> 'done'";
          case SQLITE -> "json_extract(metadata, '$.done')";
        };
    var rows =
        session.query(
            "SELECT status, statement, "
                + done
                + " FROM "
                + history
                + " WHERE version = ? ORDER BY id DESC LIMIT 1",
            version.toString());
    if (rows.isEmpty() || !"failed".equals(rows.getFirst()[0])) {
      return null;
    }
    var row = rows.getFirst();
    return row[2] == null ? null : new Attempt(Integer.parseInt(String.valueOf(row[1])), row[2]);
  }

  /**
   * An attempt that failed.
   *
   * @param statements that it had done
   * @param fingerprint of those
   */
  public record Attempt(int statements, String fingerprint) {}
}
