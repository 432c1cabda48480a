package io.schemamigration.runner.db.backfill;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Where the history keeps the position of a statement that runs in batches: in the metadata of its
 * migration's row. Read and written in the transaction of each batch.
 */
public final class BatchRow {
  private static final String[] MEMBERS = {
    "statement", "of", "type", "first", "end", "at", "keys", "rows"
  };

  private final Session session;

  /** The history as that session reaches it. */
  public BatchRow(Session session) {
    this.session = session;
  }

  /** The position of the migration that is under way, or null where none is known. */
  public @Nullable BatchPosition running(Version version) {
    return last(version, "running");
  }

  /** The position of the last attempt, if it failed; else null. */
  public @Nullable BatchPosition failed(Version version) {
    return last(version, "failed");
  }

  private @Nullable BatchPosition last(Version version, String status) {
    var sql = new StringBuilder("SELECT status");
    for (var member : MEMBERS) {
      sql.append(", ").append(member(member));
    }
    sql.append(" FROM ").append(session.sql().history());
    sql.append(" WHERE version = ? ORDER BY id DESC LIMIT 1");
    var rows = session.query(sql.toString(), version.toString());
    var row = rows.isEmpty() ? null : rows.getFirst();
    if (row == null || !status.equals(row[0]) || row[1] == null) {
      return null;
    }
    return new BatchPosition(
        Integer.parseInt(text(row[1])),
        text(row[2]),
        text(row[3]),
        text(row[4]),
        text(row[5]),
        row[6],
        Long.parseLong(text(row[7])),
        Long.parseLong(text(row[8])));
  }

  private String member(String name) {
    return switch (session.dialect()) {
      case POSTGRESQL -> "metadata -> 'backfill' ->> '" + name + "'";
      case SQLITE -> "json_extract(metadata, '$.backfill." + name + "')";
    };
  }

  /**
   * Notes the position.
   *
   * @throws RefusedException when the migration isn't under way any more
   */
  public void write(Version version, BatchPosition position) {
    var merged =
        switch (session.dialect()) {
          case POSTGRESQL ->
              "COALESCE(metadata, '{}'::jsonb) || jsonb_build_object('backfill', ?::jsonb)";
          case SQLITE -> "json_set(COALESCE(metadata, '{}'), '$.backfill', json(?))";
        };
    int rows =
        session.update(
            "UPDATE "
                + session.sql().history()
                + " SET metadata = "
                + merged
                + " WHERE version = ? AND status = 'running'",
            position.json(),
            version.toString());
    if (rows != 1) {
      throw new RefusedException(
          Reason.SUPERSEDED,
          "migration " + version + " isn't under way any more: somebody ended it",
          "See migrate history.");
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
