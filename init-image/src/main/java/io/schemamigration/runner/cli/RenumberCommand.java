package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Digest;
import io.schemamigration.core.source.write.Renumbering;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.source.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * {@code migrate renumber}: gives a migration that nobody has applied the next free version of its
 * folder.
 */
final class RenumberCommand {
  private final Console console;
  private final Arguments arguments;

  RenumberCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    if (arguments.words().size() != 1) {
      throw new UsageException("migrate renumber needs a file, e.g. migrate renumber 003_b.sql");
    }
    var dir = arguments.dir();
    var files = Folder.read(dir);
    try {
      var plan =
          Renumbering.of(
              files.stream().map(SourceFile::name).toList(),
              inFolder(dir, arguments.words().getFirst()),
              LocalDateTime.now(ZoneOffset.UTC));
      if (arguments.namesDatabase()) {
        refuseApplied(plan, files);
      }
      carryOut(dir, plan);
      return ExitCode.DONE;
    } catch (SourceException e) {
      throw MigrationFolder.refused(e, dir);
    } catch (IOException e) {
      throw new RefusedException(
          Reason.SOURCE_MISSING,
          "can't rename in " + dir + ": " + e.getMessage(),
          "Check the folder: one file of a pair may already have its new name.");
    }
  }

  /** People name a file by its path, as the shell completes it. */
  private static String inFolder(Path dir, String file) {
    var path = Path.of(file);
    var relative = path.startsWith(dir) ? dir.relativize(path) : path;
    return relative.toString().replace('\\', '/');
  }

  /** Of two with one version, the one that the history doesn't know may go. */
  private void refuseApplied(Renumbering plan, List<SourceFile> files) {
    boolean halfWay = isLeftHalfWay(plan.before());
    for (var row : Standing.read(arguments.access(), console.err()::println).history()) {
      var applied = row.migration();
      boolean there =
          row.is(HistoryStatus::applied)
              || row.is(s -> s == HistoryStatus.RUNNING)
              || (halfWay && row.is(s -> s == HistoryStatus.FAILED));
      if (!there || !applied.version().equals(plan.before())) {
        continue;
      }
      boolean another = false;
      for (var file : files) {
        boolean its = file.name().equals(plan.up());
        another |= !its && Digest.sha256(file.content()).equals(applied.checksum());
      }
      if (!another) {
        throw new RefusedException(
            Reason.CHECKSUM_MISMATCH,
            plan.up()
                + ": version "
                + plan.before()
                + (row.is(HistoryStatus::applied)
                    ? " is applied to this database"
                    : " is applied to this database in part"),
            "Leave it unchanged, and put the change into a new migration: migrate create NAME.");
      }
    }
  }

  /**
   * Statements outside of a transaction stay done; under another version they would be repeated.
   */
  private boolean isLeftHalfWay(Version version) {
    try (var session = Session.openToRead(arguments.access(), console.err()::println)) {
      return session != null
          && new Ledger(session).exists()
          && new RunningRow(session).failed(version) != null;
    }
  }

  private void carryOut(Path dir, Renumbering plan) throws IOException {
    if (!plan.metadata().isEmpty()) {
      var metadata = dir.resolve(plan.metadata());
      Files.writeString(metadata, plan.rewritten(Files.readString(metadata)));
    }
    for (var move : plan.moves()) {
      Files.move(dir.resolve(move.from()), dir.resolve(move.to()));
      if (!arguments.json()) {
        console.out().println(dir.resolve(move.from()) + " -> " + dir.resolve(move.to()));
      }
    }
    if (arguments.json()) {
      console.out().println(json(dir, plan));
    }
  }

  private static String json(Path dir, Renumbering plan) {
    var json = new JsonWriter();
    json.beginObject().name("moved").beginArray();
    for (var move : plan.moves()) {
      json.beginObject()
          .member("from", dir.resolve(move.from()).toString())
          .member("to", dir.resolve(move.to()).toString())
          .endObject();
    }
    return json.endArray().endObject().toString();
  }
}
