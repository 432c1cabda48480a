package io.schemamigration.runner.adopt;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.name.SourceIndex;
import io.schemamigration.core.source.name.VersionedName;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads another tool's table; never writes it. */
final class OldHistory {
  private static final long NANOS = 1_000_000;

  private final Session session;
  private final Tool tool;
  private final Map<String, Version> revisions;
  private final TreeMap<Version, OldMigration> found = new TreeMap<>();

  private OldHistory(Session session, Tool tool, Map<String, Version> revisions) {
    this.session = session;
    this.tool = tool;
    this.revisions = revisions;
  }

  /** The tools whose tables exist. */
  static List<Tool> tools(Session session) {
    var tools = new ArrayList<Tool>();
    for (var tool : Tool.values()) {
      if (tool.made(columns(session, tool.table()))) {
        tools.add(tool);
      }
    }
    return tools;
  }

  private static List<String> columns(Session session, String table) {
    var sql =
        switch (session.dialect()) {
          case POSTGRESQL ->
              "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT"
                  + " attisdropped";
          case SQLITE -> "SELECT name FROM pragma_table_info(?)";
        };
    return session.query(sql, table).stream().map(row -> String.valueOf(row[0])).toList();
  }

  /**
   * What is applied, in the order of the versions.
   *
   * @param revisions the versions that Alembic's revisions stand for
   * @throws RefusedException when a migration is half applied
   */
  static List<OldMigration> read(Session session, Tool tool, Map<String, Version> revisions) {
    var history = new OldHistory(session, tool, revisions);
    history.read();
    return List.copyOf(history.found.values());
  }

  private void read() {
    switch (tool) {
      case FLYWAY -> flyway();
      case ALEMBIC -> alembic();
      case D1 -> rows("name", "applied_at", "NULL", "NULL", "id", "'done'");
      case SQLX ->
          rows("version", "installed_on", "execution_time", hexChecksum(), "version", success());
      case DIESEL -> rows("version", "run_on", "NULL", "NULL", "version", "'done'");
      case GOLANG_MIGRATE -> golangMigrate();
      case GOOSE -> rows("version_id", "tstamp", "NULL", "NULL", "id", applied());
      case DBMATE -> rows("version", null, "NULL", "NULL", "version", "'done'");
      case BLUEPLANE ->
          rows(
              "version",
              "applied_at",
              "execution_time_ms",
              "checksum",
              "version",
              "CASE status WHEN 'completed' THEN 'done' WHEN 'rolled_back' THEN 'undone' ELSE status END");
      case FORGE -> rows("name", "applied_at", "NULL", checksumIfThere(), "name", "'done'");
    }
  }

  private String hexChecksum() {
    return session.dialect() == Dialect.SQLITE ? "lower(hex(checksum))" : "encode(checksum, 'hex')";
  }

  private String checksumIfThere() {
    return columns(session, tool.table()).contains("checksum") ? "checksum" : "NULL";
  }

  private static String success() {
    return "CASE WHEN success THEN 'done' ELSE 'failed' END";
  }

  private static String applied() {
    return "CASE WHEN is_applied THEN 'done' ELSE 'undone' END";
  }

  private void rows(
      String name,
      @Nullable String time,
      String took,
      String checksum,
      String order,
      String state) {
    for (var row : select(name, time, took, checksum, order, state)) {
      var version = version(String.valueOf(row[0]));
      long unit = tool == Tool.SQLX ? NANOS : 1;
      Long millis = row[2] == null ? null : Long.parseLong(row[2]) / unit;
      note(version, row, millis, false);
    }
  }

  private List<@Nullable String[]> select(
      String name,
      @Nullable String time,
      String took,
      String checksum,
      String order,
      String state) {
    return session.query(
        "SELECT "
            + String.join(", ", name, time == null ? "NULL" : time(time), took, checksum, state)
            + " FROM "
            + tool.table()
            + " ORDER BY "
            + order);
  }

  /** What came last counts: rolled back after it was applied, it doesn't exist. */
  private void note(Version version, @Nullable String[] row, @Nullable Long millis, boolean below) {
    if (version.equals(Version.NONE)) {
      return; // goose's own first row
    }
    switch (String.valueOf(row[4])) {
      case "done" ->
          found.put(
              version,
              new OldMigration(version, String.valueOf(row[0]), row[1], millis, row[3], below));
      case "undone" -> found.remove(version);
      default -> throw halfDone(String.valueOf(row[0]));
    }
  }

  private RefusedException halfDone(String name) {
    return new RefusedException(
        Reason.NEEDS_APPROVAL,
        tool.text() + " has " + name + " as failed: what of it is in the database isn't known",
        "Put it right with "
            + tool.text()
            + " (or by hand, and correct its row in "
            + tool.table()
            + "), then adopt again.");
  }

  /** The time as our history writes it. */
  private String time(String column) {
    if (session.dialect() == Dialect.POSTGRESQL) {
      return column + "::text";
    }
    var format = "strftime('%Y-%m-%dT%H:%M:%fZ', ";
    return "CASE typeof("
        + column
        + ") WHEN 'integer' THEN "
        + format
        + column
        + " / (CASE WHEN "
        + column
        + " > 100000000000 THEN 1000.0 ELSE 1.0 END), 'unixepoch') ELSE "
        + format
        + column
        + ") END";
  }

  private void flyway() {
    var rows =
        session.query(
            "SELECT version, "
                + time("installed_on")
                + ", execution_time, checksum, CASE WHEN NOT success THEN 'failed' WHEN type LIKE 'UNDO%' OR type ="
                + " 'DELETE' THEN 'undone' ELSE 'done' END, type FROM "
                + tool.table()
                + " WHERE version IS NOT NULL ORDER BY installed_rank");
    for (var row : rows) {
      Long millis = row[2] == null ? null : Long.valueOf(row[2]);
      note(
          version(String.valueOf(row[0])),
          row,
          millis,
          String.valueOf(row[5]).contains("BASELINE"));
    }
  }

  private void alembic() {
    for (var row : session.query("SELECT version_num FROM " + tool.table())) {
      var revision = String.valueOf(row[0]);
      var version = revisions.get(revision);
      if (version == null) {
        throw new RefusedException(
            Reason.NEEDS_APPROVAL,
            "Alembic is at revision " + revision + ", and revisions have no order",
            "Say which version it stands for, e.g. --map "
                + revision
                + "=7 (the position in the chain).");
      }
      reached(version, revision);
    }
  }

  private void golangMigrate() {
    for (var row :
        session.query(
            "SELECT version, CASE WHEN dirty THEN 'true' ELSE 'false' END FROM " + tool.table())) {
      if ("true".equals(row[1])) {
        throw halfDone("version " + row[0] + " (dirty)");
      }
      reached(version(String.valueOf(row[0])), String.valueOf(row[0]));
    }
  }

  /** Everything up to there is applied; these tools note no more. */
  private void reached(Version version, String name) {
    note(version, new @Nullable String[] {name, null, null, null, "done"}, null, true);
  }

  private Version version(String name) {
    var digits = name.replace("-", "");
    var time = tool == Tool.DIESEL ? VersionedName.timestamp(digits) : null;
    var version = time == null ? Version.parse(digits) : Optional.of(time);
    if (version.isPresent()) {
      boolean setup = digits.length() > 1 && version.get().equals(Version.NONE);
      return setup ? Version.of("0.0.0.1") : version.get(); // diesel's 00000000000000
    }
    try {
      return SourceIndex.of(List.of(name.endsWith(".sql") ? name : name + ".sql")).highest();
    } catch (SourceException e) {
      throw new RefusedException(
          Reason.INVALID_MIGRATIONS,
          tool.table() + " has a migration called " + name + ", which has no version",
          "Versions are numbers, as in 003_add_users.sql; baseline can be used instead of adopt.");
    }
  }
}
