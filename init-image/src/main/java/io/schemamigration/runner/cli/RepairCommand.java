package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Printable;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.repair.Leftovers;
import io.schemamigration.runner.repair.Leftovers.Leftover;
import io.schemamigration.runner.repair.RecreateRepair;
import io.schemamigration.runner.run.Authority;
import io.schemamigration.runner.run.Progress;
import java.util.ArrayList;
import java.util.List;

/** {@code migrate repair}: fixes what runs and other tools left half-done. */
final class RepairCommand {
  private final Console console;
  private final Arguments arguments;

  RepairCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  /** What runs left of migrations. */
  ExitCode leftovers() {
    var access = arguments.access();
    var source = Sources.read(arguments, access.url().dialect());
    var request = new Authority.Upkeep(arguments.get(Flag.OVERRIDE_OWNER));
    Sources.refuseMissing(access);
    List<Leftover> found;
    try (var session = Session.open(access)) {
      try {
        found = new Leftovers(session, request, source, console.err()::println).repair();
      } finally {
        session.rollback();
      }
    }
    var edited = edited(source, Standing.read(access, console.err()::println));
    if (arguments.json()) {
      console.out().println(json(found, edited));
    } else {
      console.out().print(text(found) + "\n");
      for (var migration : edited) {
        console
            .out()
            .print(
                Printable.line(migration.file())
                    + ": was edited after it was applied\n  restore it; if the change makes no difference to the database:"
                    + " migrate repair --accept-checksum "
                    + migration.version()
                    + " --reason WHY\n");
      }
    }
    return ExitCode.DONE;
  }

  /** Files of applied migrations that aren't what was applied. */
  private static List<Migration> edited(MigrationSource source, Standing found) {
    var edited = new ArrayList<Migration>();
    for (var row : found.history()) {
      var migration = source.find(row.migration().version());
      var applied = row.migration().fileChecksum();
      if (row.is(HistoryStatus::applied)
          && migration != null
          && applied != null
          && !migration.isText(applied)) {
        edited.add(migration);
      }
    }
    return edited;
  }

  private static String text(List<Leftover> found) {
    if (found.isEmpty()) {
      return "nothing to repair: no migration is left half-done";
    }
    var text = new StringBuilder();
    for (var left : found) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(left.file() == null ? "version " + left.version() : Printable.line(left.file()));
      text.append(" (").append(left.status()).append("): ").append(Printable.line(left.found()));
      text.append("\n  ").append(Printable.line(left.next()));
    }
    return text.toString();
  }

  private static String json(List<Leftover> found, List<Migration> edited) {
    var json = new JsonWriter();
    json.beginObject().name("leftovers").beginArray();
    for (var left : found) {
      json.beginObject()
          .member("version", left.version().toString())
          .member("file", left.file())
          .member("status", left.status())
          .member("statementsDone", (long) left.done())
          .member("found", left.found())
          .member("next", left.next())
          .endObject();
    }
    json.endArray().name("edited").beginArray();
    edited.forEach(migration -> json.value(migration.version().toString()));
    return json.endArray().endObject().toString();
  }

  /** {@code --recreate TABLE}. */
  ExitCode recreate() {
    var table = arguments.need(Flag.RECREATE);
    var access = arguments.access();
    Progress progress = line -> console.err().println(line);
    var request = new Authority.Upkeep(arguments.get(Flag.OVERRIDE_OWNER));
    try (var session = Session.open(access)) {
      try {
        var backup = Backups.of(arguments, access, progress::tell);
        var done = new RecreateRepair(session, request, backup, progress).repair(table);
        console
            .out()
            .println(
                arguments.json()
                    ? new JsonWriter().beginObject().member("repaired", done).endObject().toString()
                    : done);
      } finally {
        session.rollback();
      }
    }
    return ExitCode.DONE;
  }
}
