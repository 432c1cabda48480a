package io.schemamigration.runner.adopt;

import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.end.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is taken over: the other tool's history, each migration with its file where there is one.
 *
 * @param tool whose
 * @param rows as our history will hold them, in order
 * @param pending of the source, what isn't applied
 * @param maximum of the window
 */
public record Adoption(Tool tool, List<Adopted> rows, List<Migration> pending, Version maximum) {

  /** Makes the lists safe to share. */
  public Adoption {
    rows = List.copyOf(rows);
    pending = List.copyOf(pending);
  }

  /**
   * What somebody asks for.
   *
   * @param from whose history; null: the one that is there
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
   * @throws RefusedException when there is none, or it can't be taken over as it is
   */
  public static Adoption read(
      Session session, MigrationSource source, List<SourceFile> files, Wish wish) {
    var tool = tool(OldHistory.tools(session), wish.from());
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
    checkCover(rows, pending);
    return new Adoption(
        tool, List.copyOf(rows.values()), pending, Planner.maximumAfter(source, rows.keySet()));
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
            ? "no history of another tool is there"
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
            ? HistoryRow.baselined(old.version(), old.name(), null, null)
            : HistoryRow.baselined(
                old.version(), file.description(), file.phase(), file.checksum());
    var told = row.at(old.appliedAt(), old.millis()).saying(null, json.endObject().toString());
    return new Adopted(old.version(), told, file == null ? null : file.file());
  }

  /** A row without a file counts for everything below it, which has to be true then. */
  private static void checkCover(Map<Version, Adopted> rows, List<Migration> pending) {
    for (var row : rows.values()) {
      for (var migration : pending) {
        if (row.row().checksum() == null && migration.version().isBelow(row.version())) {
          throw new RefusedException(
              Reason.SOURCE_MISSING,
              "the file of "
                  + row.row().description()
                  + " (version "
                  + row.version()
                  + ") is gone, and "
                  + migration.file()
                  + " below it isn't applied",
              "Bring the file back, or give the pending one a higher version.");
        }
      }
    }
  }

  /** The versions taken over. */
  public Set<Version> versions() {
    var versions = new HashSet<Version>();
    rows.forEach(row -> versions.add(row.version()));
    return versions;
  }

  /** Writes the rows; in a transaction of the caller. */
  public void write(Session session) {
    var history = new History(session);
    for (var row : rows) {
      history.add(row.row());
    }
  }
}
