package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Host;
import io.schemamigration.runner.db.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes to rows of the history that were written before; in a transaction of the caller. */
public final class History {
  private final Session session;
  private final String table;

  /** The history as that session reaches it. */
  public History(Session session) {
    this.session = session;
    this.table = session.sql().history();
  }

  /**
   * Notes that an applied migration has been taken back.
   *
   * @param metadata JSON that is added to the row's own
   * @return whether it was there as applied
   */
  public boolean rolledBack(Version version, String metadata) {
    return session.update(
            "UPDATE "
                + table
                + " SET status = 'rolled_back', rollback_at = "
                + session.sql().now()
                + ", metadata = "
                + merged()
                + " WHERE version = ? AND status IN ('completed', 'baselined')",
            metadata,
            version.toString())
        == 1;
  }

  /** All of it, oldest first; status and all that only people want to know. */
  public List<Row> rows() {
    return rows("");
  }

  /** Of files that are run whenever they change: what each was last run with. */
  public List<Row> repeatables() {
    return rows(" WHERE version LIKE 'R%' AND status = 'completed'");
  }

  private List<Row> rows(String which) {
    var found = new ArrayList<Row>();
    for (var row :
        session.query(
            "SELECT version, description, phase, checksum, status, applied_at, execution_time_ms, applied_by, hostname,"
                + " error_message, rollback_at, metadata FROM "
                + table
                + which
                + " ORDER BY id")) {
      found.add(
          new Row(
              String.valueOf(row[0]),
              String.valueOf(row[1]),
              row[2],
              row[3],
              String.valueOf(row[4]),
              row[5],
              row[6] == null ? null : Long.valueOf(row[6]),
              row[7],
              row[8],
              row[9],
              row[10],
              row[11]));
    }
    return found;
  }

  /**
   * One attempt at a migration, as the history holds it.
   *
   * @param version or the name of a repeatable file
   * @param millis how long it took
   * @param metadata JSON
   */
  public record Row(
      String version,
      String description,
      @Nullable String phase,
      @Nullable String checksum,
      String status,
      @Nullable String appliedAt,
      @Nullable Long millis,
      @Nullable String appliedBy,
      @Nullable String hostname,
      @Nullable String error,
      @Nullable String rollbackAt,
      @Nullable String metadata) {}

  /**
   * Notes that a migration was taken back by hand, be it applied, partly applied, or ended
   * half-way.
   *
   * @param metadata JSON that is added to the row's own
   * @return whether there was such a row
   */
  public boolean undone(Version version, String metadata) {
    return session.update(
            "UPDATE "
                + table
                + " SET status = 'rolled_back', rollback_at = "
                + session.sql().now()
                + ", metadata = "
                + merged()
                + " WHERE id = (SELECT max(id) FROM "
                + table
                + " WHERE version = ?) AND status IN ('completed', 'baselined', 'running', 'failed')",
            metadata,
            version.toString())
        == 1;
  }

  /**
   * Notes another checksum for an applied migration.
   *
   * @param metadata JSON that is added to the row's own
   * @return whether it was there as applied
   */
  public boolean accepted(Version version, String checksum, String metadata) {
    return session.update(
            "UPDATE "
                + table
                + " SET checksum = ?, metadata = "
                + merged()
                + " WHERE version = ? AND status IN ('completed', 'baselined')",
            checksum,
            metadata,
            version.toString())
        == 1;
  }

  /** Notes an attempt. */
  void note(Note note) {
    var phase = note.phase();
    session.update(
        "INSERT INTO "
            + table
            + " (version, description, phase, checksum, status, execution_time_ms, applied_by, hostname, statement,"
            + " error_message, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        note.version(),
        note.description(),
        phase == null ? null : phase.text(),
        note.checksum(),
        note.status(),
        note.millis(),
        System.getProperty("user.name", "unknown"),
        Host.name(),
        note.statement(),
        note.error(),
        note.metadata());
  }

  /**
   * An attempt at a file.
   *
   * @param version or the name of a repeatable file
   * @param statement how many were done, or which one failed
   * @param metadata JSON
   */
  record Note(
      String version,
      String description,
      @Nullable Phase phase,
      String checksum,
      String status,
      long millis,
      int statement,
      @Nullable String error,
      String metadata) {}

  /** Notes a migration that another tool applied, with its time where that is known. */
  public void adopt(Adopted row) {
    session.update(
        "INSERT INTO "
            + table
            + " (version, description, phase, checksum, status, applied_at, execution_time_ms, applied_by, hostname,"
            + " metadata) VALUES (?, ?, ?, ?, 'baselined', COALESCE("
            + (session.dialect() == Dialect.POSTGRESQL ? "?::timestamptz" : "?")
            + ", "
            + session.sql().now()
            + "), ?, ?, ?, ?)",
        row.version().toString(),
        row.description(),
        row.phase(),
        row.checksum(),
        row.appliedAt(),
        row.millis(),
        System.getProperty("user.name", "unknown"),
        Host.name(),
        row.metadata());
  }

  /**
   * A migration that another tool applied.
   *
   * @param checksum of the file, and null without one
   * @param appliedAt as this database writes times, or null
   * @param millis how long it took, or null
   * @param file of the source, or null where it is gone
   * @param metadata JSON
   */
  public record Adopted(
      Version version,
      String description,
      @Nullable String phase,
      @Nullable String checksum,
      @Nullable String appliedAt,
      @Nullable Long millis,
      @Nullable String file,
      String metadata) {}

  private String merged() {
    return merged(session);
  }

  /** The row's metadata with that of a parameter. */
  static String merged(Session session) {
    return switch (session.dialect()) {
      case POSTGRESQL -> "COALESCE(metadata, '{}'::jsonb) || ?::jsonb";
      case SQLITE -> "json_patch(COALESCE(metadata, '{}'), ?)";
    };
  }
}
