package io.schemamigration.runner.adopt;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.adopt.OldMigration.OldRow;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.tool.Tool;
import io.schemamigration.runner.tool.ToolTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is taken over: the other tool's history, each migration with its file where there is one.
 *
 * @param table of the other tool
 * @param rows as our history will hold them, in order
 * @param repeatables the same of files that are run whenever they change
 * @param pending of the source, what isn't applied
 * @param window as the same migrations would have left it by {@code up}
 * @param beliefs what isn't known for certain
 * @param notes what there is to say about it
 */
public record Adoption(
    ToolTable table,
    List<Adopted> rows,
    List<HistoryRow> repeatables,
    List<Migration> pending,
    CompatibilityWindow window,
    Beliefs beliefs,
    List<String> notes) {

  /** Makes the lists safe to share. */
  public Adoption {
    rows = List.copyOf(rows);
    repeatables = List.copyOf(repeatables);
    pending = List.copyOf(pending);
    notes = List.copyOf(notes);
  }

  /**
   * A migration that the other tool applied.
   *
   * @param row of our history
   * @param file of the source, and null where it is gone
   */
  public record Adopted(Version version, HistoryRow row, @Nullable String file) {}

  /**
   * Reads it, and changes nothing.
   *
   * @param source with the phases that count
   * @throws RefusedException when there is none, or it can't be taken over as it is
   */
  public static Adoption read(
      Session session, MigrationSource source, List<SourceFile> files, Wish wish) {
    var table = OldTables.choose(session, wish);
    checkMap(source, wish.mapped());
    if (table.tool() == Tool.ALEMBIC) {
      OldFiles.refuseOwnLines(source);
    }
    var times = new OldTime(session, table, OldTime.zone(table.tool(), wish.zone()));
    var old = OldHistory.read(session, table, OldFiles.names(table.tool(), source, wish), times);
    if (old.migrations().isEmpty()) {
      throw new RefusedException(
          Reason.NEEDS_APPROVAL,
          table.tool().text() + "'s table " + table.words() + " has no applied migration",
          "If the database has none of them: migrate baseline --to 0.");
    }
    var compared = new OldFiles(table.tool(), files, wish.accepted());
    var rows = rows(table, source, old.migrations(), compared);
    compared.refuse();
    var repeatables = repeatables(table, source, old, compared);
    var pending = source.migrations().stream().filter(m -> !rows.containsKey(m.version())).toList();
    var history = rows.values().stream().map(r -> r.row().migration()).toList();
    var beliefs = Beliefs.of(session, table.tool(), old.migrations(), source, rows.keySet());
    var notes = notes(table, old.migrations(), wish);
    notes.addAll(zone(times));
    notes.addAll(beliefs.odd());
    return new Adoption(
        table,
        List.copyOf(rows.values()),
        repeatables,
        pending,
        Planner.windowOf(source, history),
        beliefs,
        notes);
  }

  private static TreeMap<Version, Adopted> rows(
      ToolTable table, MigrationSource source, List<OldMigration> old, OldFiles compared) {
    var rows = new TreeMap<Version, Adopted>();
    var covered = Version.NONE;
    for (var migration : old) {
      var file = source.find(migration.version());
      var accepted = file == null ? null : compared.check(migration, file);
      rows.put(migration.version(), row(table.tool(), migration, file, accepted));
      covered = migration.coversBelow() ? migration.version() : covered;
    }
    for (var file : source.migrations()) {
      if (!file.version().isAbove(covered)) {
        rows.computeIfAbsent(
            file.version(), v -> row(table.tool(), OldMigration.below(v), file, null));
      }
    }
    return rows;
  }

  /** What was typed wrong would count as applied, and with it all that is below. */
  private static void checkMap(MigrationSource source, Map<String, Version> mapped) {
    for (var entry : mapped.entrySet()) {
      if (source.find(entry.getValue()) == null) {
        throw new RefusedException(
            Reason.VERSION_UNKNOWN,
            "--map "
                + entry.getKey()
                + "="
                + entry.getValue()
                + ": there is no file of version "
                + entry.getValue(),
            "migrate latest prints the highest.");
      }
    }
  }

  private static ArrayList<String> notes(ToolTable table, List<OldMigration> old, Wish wish) {
    var notes = new ArrayList<String>();
    for (var name : new TreeSet<>(wish.mapped().keySet())) {
      if (old.stream().noneMatch(migration -> migration.name().equals(name))) {
        notes.add(table.words() + " has no " + name + ": --map " + name + " isn't used");
      }
    }
    return notes;
  }

  private static List<String> zone(OldTime times) {
    if (times.table().tool() == Tool.DIESEL) {
      return List.of();
    }
    for (var column : List.of("installed_on", "tstamp", "applied_at")) {
      if (times.table().columns().contains(column) && times.isWithoutZone(column)) {
        return List.of(
            "the times in "
                + times.table().words()
                + " have no zone; they are read as "
                + times.zone()
                + ": --time-zone says otherwise");
      }
    }
    return List.of();
  }

  private static List<HistoryRow> repeatables(
      ToolTable table, MigrationSource source, OldHistory.Read old, OldFiles compared) {
    var rows = new ArrayList<HistoryRow>();
    for (var repeated : old.repeated()) {
      var file = compared.unchanged(source, repeated);
      if (file != null) {
        var row = HistoryRow.of(file, HistoryStatus.COMPLETED, file.statements().size());
        rows.add(told(row, table.tool(), repeated.script(), repeated.row(), null));
      }
    }
    return rows;
  }

  private static Adopted row(
      Tool tool, OldMigration old, @Nullable Migration file, @Nullable String accepted) {
    var row =
        file == null
            ? gone(old)
            : HistoryRow.baselined(
                old.version(), file.description(), file.phaseThatCounts(), file.checksum());
    return new Adopted(
        old.version(),
        told(row, tool, old.name(), old.row(), accepted),
        file == null ? null : file.file());
  }

  private static HistoryRow told(
      HistoryRow row, Tool tool, String name, OldRow old, @Nullable String accepted) {
    var json = new JsonWriter();
    json.beginObject().member("adoptedFrom", tool.text()).member("name", name);
    json.member("checksum", old.checksum()).member("acceptedChecksum", accepted);
    return row.at(old.appliedAt(), old.millis())
        .by(old.appliedBy())
        .saying(null, json.endObject().toString());
  }

  /** Nobody knows what it did; only some tools' rows stand for what is below. */
  private static HistoryRow gone(OldMigration old) {
    return HistoryRow.baselined(
        old.version(), old.words(), null, old.coversBelow() ? null : AppliedMigration.NO_FILE);
  }

  /** Writes the rows; in a transaction of the caller. */
  public void write(Session session) {
    var history = new History(session);
    for (var row : rows) {
      history.add(row.row());
    }
    repeatables.forEach(history::add);
  }
}
