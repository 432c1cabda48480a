package io.schemamigration.runner.adopt;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.end.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is taken over: the other tool's history, each migration with its file where there is one.
 *
 * @param tool whose
 * @param rows as our history will hold them, in order
 * @param pending of the source, what isn't applied
 * @param window as the same migrations would have left it by {@code up}
 * @param beliefs what isn't known for certain
 * @param notes what there is to say about it
 */
public record Adoption(
    Tool tool,
    List<Adopted> rows,
    List<Migration> pending,
    CompatibilityWindow window,
    Beliefs beliefs,
    List<String> notes) {

  /** Makes the lists safe to share. */
  public Adoption {
    rows = List.copyOf(rows);
    pending = List.copyOf(pending);
    notes = List.copyOf(notes);
  }

  /**
   * What someone asks for.
   *
   * @param from whose history; null: the existing one
   * @param revisions the versions that Alembic's revisions stand for
   * @param acceptChecksum why files that differ from what was applied are taken as they are; or
   *     null
   */
  public record Wish(
      @Nullable Tool from, Map<String, Version> revisions, @Nullable String acceptChecksum) {
    /** Makes the map safe to share. */
    public Wish {
      revisions = Map.copyOf(revisions);
    }
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
    var tool = tool(OldHistory.tools(session), wish.from());
    checkMap(source, wish.revisions());
    var old = OldHistory.read(session, tool, wish.revisions());
    var rows = new TreeMap<Version, Adopted>();
    var covered = Version.NONE;
    for (var migration : old) {
      var file = source.find(migration.version());
      if (file != null) {
        check(tool, migration, file, files, wish.acceptChecksum());
      }
      rows.put(migration.version(), row(tool, migration, file, wish));
      covered = migration.coversBelow() ? migration.version() : covered;
    }
    for (var migration : source.migrations()) {
      if (!migration.version().isAbove(covered)) {
        rows.computeIfAbsent(migration.version(), v -> row(tool, below(v), migration, wish));
      }
    }
    var pending = source.migrations().stream().filter(m -> !rows.containsKey(m.version())).toList();
    var history = rows.values().stream().map(r -> r.row().migration()).toList();
    var beliefs = beliefs(session, tool, old, source, rows);
    var notes = notes(tool, old, wish);
    notes.addAll(beliefs.odd());
    return new Adoption(
        tool,
        List.copyOf(rows.values()),
        pending,
        Planner.windowOf(source, history),
        beliefs,
        notes);
  }

  /** Some tools note only how far they came. */
  private static Beliefs beliefs(
      Session session,
      Tool tool,
      List<OldMigration> old,
      MigrationSource source,
      Map<Version, Adopted> rows) {
    var noted = new TreeSet<Version>();
    old.forEach(migration -> noted.add(migration.version()));
    var applied = new ArrayList<Migration>();
    var believed = new ArrayList<Migration>();
    for (var migration : source.migrations()) {
      var version = migration.version();
      if (rows.containsKey(version)) {
        applied.add(migration);
        if (!noted.contains(version)) {
          believed.add(migration);
        }
      }
    }
    var told =
        believed.isEmpty()
            ? null
            : tool.text()
                + " notes only "
                + String.join(", ", noted.stream().map(Version::toString).toList())
                + ": "
                + believed.size()
                + (believed.size() == 1 ? " file" : " files")
                + " from "
                + believed.getFirst().file()
                + " to "
                + believed.getLast().file()
                + " are believed to be applied";
    return Beliefs.of(session, told, applied, believed);
  }

  /** What was typed wrong would count as applied, and with it all that is below. */
  private static void checkMap(MigrationSource source, Map<String, Version> revisions) {
    for (var entry : revisions.entrySet()) {
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

  private static ArrayList<String> notes(Tool tool, List<OldMigration> old, Wish wish) {
    var notes = new ArrayList<String>();
    for (var revision : new TreeSet<>(wish.revisions().keySet())) {
      if (old.stream().noneMatch(migration -> migration.name().equals(revision))) {
        notes.add(tool.table() + " has no " + revision + ": --map " + revision + " isn't used");
      }
    }
    return notes;
  }

  private static OldMigration below(Version version) {
    return new OldMigration(version, version.toString(), null, null, null, false);
  }

  private static Tool tool(List<Tool> there, @Nullable Tool wanted) {
    if (wanted != null && there.contains(wanted)) {
      return wanted;
    }
    if (wanted != null) {
      throw new RefusedException(
          Reason.NEEDS_APPROVAL,
          "there is no history of " + wanted.text() + " (table " + wanted.table() + ")",
          "Check the database and its schema (currentSchema in the URL), or leave --from out.");
    }
    if (there.size() == 1) {
      return there.getFirst();
    }
    var names = String.join(", ", there.stream().map(Tool::text).toList());
    throw new RefusedException(
        Reason.NEEDS_APPROVAL,
        there.isEmpty()
            ? "no history of another tool exists"
            : "there are histories of several tools: " + names,
        there.isEmpty()
            ? "Say which version the database is at: migrate baseline --to VERSION."
            : "Name the one that counts with --from.");
  }

  private static void check(
      Tool tool,
      OldMigration old,
      Migration migration,
      List<SourceFile> files,
      @Nullable String accepted) {
    var noted = old.checksum();
    if (noted == null || accepted != null) {
      return;
    }
    for (var file : files) {
      var now =
          file.name().equals(migration.file()) ? OldChecksum.of(tool, noted, file.content()) : null;
      if (now != null && !OldChecksum.same(noted, now)) {
        throw new RefusedException(
            Failure.at(migration.file())
                .failure(
                    Reason.CHECKSUM_MISMATCH,
                    "the file isn't what "
                        + tool.text()
                        + " applied: it noted checksum "
                        + noted
                        + ", the file has "
                        + now,
                    "Restore the file, or take all files as they are: --accept-checksum REASON. The history keeps the reason."));
      }
    }
  }

  private static Adopted row(Tool tool, OldMigration old, @Nullable Migration file, Wish wish) {
    var json = new JsonWriter();
    json.beginObject().member("adoptedFrom", tool.text()).member("name", old.name());
    json.member("checksum", old.checksum()).member("acceptedChecksum", wish.acceptChecksum());
    var row =
        file == null
            ? gone(old)
            : HistoryRow.baselined(
                old.version(), file.description(), file.phaseThatCounts(), file.checksum());
    var told = row.at(old.appliedAt(), old.millis()).saying(null, json.endObject().toString());
    return new Adopted(old.version(), told, file == null ? null : file.file());
  }

  /** Nobody knows what it did; only some tools' rows stand for what is below. */
  private static HistoryRow gone(OldMigration old) {
    return HistoryRow.baselined(
        old.version(), old.name(), null, old.coversBelow() ? null : AppliedMigration.NO_FILE);
  }

  /** Writes the rows; in a transaction of the caller. */
  public void write(Session session) {
    var history = new History(session);
    for (var row : rows) {
      history.add(row.row());
    }
  }
}
