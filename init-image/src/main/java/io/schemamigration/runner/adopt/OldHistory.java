package io.schemamigration.runner.adopt;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.name.SourceIndex;
import io.schemamigration.core.source.name.VersionedName;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.adopt.OldMigration.OldRow;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.tool.Tool;
import io.schemamigration.runner.tool.ToolTable;
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
  private final ToolTable table;
  private final Map<String, Version> mapped;
  private final OldTime times;
  private final TreeMap<Version, OldMigration> found = new TreeMap<>();
  private final List<Repeated> repeated = new ArrayList<>();

  private OldHistory(Session session, ToolTable table, Map<String, Version> mapped, OldTime times) {
    this.session = session;
    this.table = table;
    this.mapped = mapped;
    this.times = times;
  }

  /** What the tool ran of files that it runs whenever they change, the last time. */
  record Repeated(String script, OldRow row) {}

  /**
   * What it says.
   *
   * @param migrations what is applied, in the order of the versions
   */
  record Read(List<OldMigration> migrations, List<Repeated> repeated) {}

  /**
   * Reads it.
   *
   * @param mapped the versions that Alembic's revisions and names of files stand for
   * @throws RefusedException when a migration is half applied
   */
  static Read read(Session session, ToolTable table, Map<String, Version> mapped, OldTime times) {
    var history = new OldHistory(session, table, mapped, times);
    history.read();
    return new Read(List.copyOf(history.found.values()), List.copyOf(history.repeated));
  }

  private void read() {
    switch (table.tool()) {
      case FLYWAY -> flyway();
      case ALEMBIC -> alembic();
      case GOLANG_MIGRATE -> golangMigrate();
      default -> rows(OldColumns.of(table, session.dialect()));
    }
  }

  private void rows(OldColumns columns) {
    for (var row : select(columns)) {
      long unit = table.tool() == Tool.SQLX ? NANOS : 1;
      note(row, unit, false);
    }
  }

  private List<@Nullable String[]> select(OldColumns columns) {
    var expressions =
        String.join(
            ", ",
            columns.name(),
            columns.time() == null ? OldColumns.NONE : times.of(columns.time()),
            columns.took(),
            columns.checksum(),
            columns.state(),
            columns.description(),
            columns.by());
    return session.query(
        "SELECT " + expressions + " FROM " + table.sql() + " ORDER BY " + columns.order());
  }

  /** What came last counts: rolled back after it was applied, it doesn't count. */
  private void note(@Nullable String[] row, long unit, boolean below) {
    var name = String.valueOf(row[0]);
    var version = version(name);
    if (version.equals(Version.NONE)) {
      return; // goose's own first row
    }
    switch (String.valueOf(row[4])) {
      case "done" -> {
        Long millis = row[2] == null ? null : Long.parseLong(row[2]) / unit;
        var more = new OldRow(row[5], row[1], millis, row[3], row[6]);
        var other = found.put(version, new OldMigration(version, name, more, below));
        if (other != null && !other.name().equals(name)) {
          throw twice(version, other.name(), name);
        }
      }
      case "undone" -> found.remove(version);
      default -> throw halfDone(name);
    }
  }

  private RefusedException twice(Version version, String one, String other) {
    return new RefusedException(
        Reason.INVALID_MIGRATIONS,
        table.words() + " has " + one + " and " + other + ", both of version " + version,
        "Give one of the two files the next version (migrate renumber FILE), and say which version its old name"
            + " stands for: --map "
            + other
            + "=VERSION.");
  }

  private RefusedException halfDone(String name) {
    var tool = table.tool().text();
    return new RefusedException(
        Reason.NEEDS_APPROVAL,
        tool + " has " + name + " as failed: what of it is in the database isn't known",
        "Correct it with "
            + tool
            + " (or by hand, and correct its row in "
            + table.words()
            + "), then adopt again.");
  }

  /** A baseline's checksum is that of its own file. */
  private void flyway() {
    var baseline = "type LIKE '%BASELINE%'";
    var rows =
        session.query(
            "SELECT version, "
                + times.of("installed_on")
                + ", execution_time, CASE WHEN "
                + baseline
                + " THEN NULL ELSE checksum END, CASE WHEN NOT success THEN 'failed' WHEN type LIKE 'UNDO%' OR type ="
                + " 'DELETE' THEN 'undone' ELSE 'done' END, "
                + OldColumns.ifThere(table, "description")
                + ", "
                + OldColumns.ifThere(table, "installed_by")
                + ", type, script FROM "
                + table.sql()
                + " ORDER BY installed_rank");
    for (var row : rows) {
      if (row[0] != null) {
        note(row, 1, String.valueOf(row[7]).contains("BASELINE"));
      } else if ("done".equals(row[4]) && row[8] != null) {
        repeated.removeIf(one -> one.script().equals(row[8]));
        repeated.add(new Repeated(row[8], new OldRow(row[5], row[1], null, row[3], row[6])));
      }
    }
  }

  private void alembic() {
    for (var row : session.query("SELECT version_num FROM " + table.sql())) {
      var revision = String.valueOf(row[0]);
      if (!mapped.containsKey(revision)) {
        throw new RefusedException(
            Reason.NEEDS_APPROVAL,
            "Alembic is at revision " + revision + ", and revisions have no order",
            "Say which version it stands for, e.g. --map "
                + revision
                + "=7 (the position in the chain).");
      }
      reached(revision);
    }
  }

  private void golangMigrate() {
    for (var row :
        session.query(
            "SELECT version, CASE WHEN dirty THEN 'true' ELSE 'false' END FROM " + table.sql())) {
      if ("true".equals(row[1])) {
        throw halfDone("version " + row[0] + " (dirty)");
      }
      reached(String.valueOf(row[0]));
    }
  }

  /** Everything up to there is applied; these tools note no more. */
  private void reached(String name) {
    note(new @Nullable String[] {name, null, null, null, "done", null, null}, 1, true);
  }

  private Version version(String name) {
    var said = mapped.get(name);
    if (said != null) {
      return said;
    }
    var digits = name.replace("-", "");
    var time = table.tool() == Tool.DIESEL ? VersionedName.timestamp(digits) : null;
    var version = time == null ? Version.parse(digits) : Optional.of(time);
    if (version.isPresent()) {
      boolean setup = digits.length() > 1 && version.get().equals(Version.NONE);
      return setup ? Version.of("0.0.0.1") : version.get(); // diesel's 00000000000000
    }
    try {
      var file = table.tool() == Tool.PRISMA ? name + "/migration.sql" : name;
      return SourceIndex.of(List.of(file.endsWith(".sql") ? file : file + ".sql")).highest();
    } catch (SourceException e) {
      throw new RefusedException(
          Reason.INVALID_MIGRATIONS,
          table.words()
              + " has a migration called "
              + name
              + ", which is no version that can be read",
          "Say which version it stands for: --map " + name + "=VERSION.");
    }
  }
}
