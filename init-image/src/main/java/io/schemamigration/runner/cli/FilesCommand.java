package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.SourceIndex;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.JsonError;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.foresee.Forecast;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.source.MigrationFolder;
import io.schemamigration.runner.tool.OwnLines;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code migrate latest} and {@code migrate validate}: the files alone, no database unless one is
 * named.
 */
final class FilesCommand {
  private final Console console;
  private final Arguments arguments;

  FilesCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode latest() {
    try {
      var names = Folder.read(arguments.dir()).stream().map(SourceFile::name).toList();
      var highest = SourceIndex.of(names).highest().toString();
      console
          .out()
          .println(
              arguments.json()
                  ? new JsonWriter().beginObject().member("version", highest).endObject()
                  : highest);
      return ExitCode.DONE;
    } catch (SourceException e) {
      throw MigrationFolder.refused(e, arguments.dir());
    }
  }

  ExitCode validate() {
    try {
      var source = Inventory.of(Folder.read(arguments.dir()), dialect()).read(dialect());
      var problems = arguments.has(Flag.STRICT) ? missing(source) : new ArrayList<Problem>();
      if (arguments.has(Flag.URL) || arguments.has(Flag.URL_FILE)) {
        problems.addAll(inDatabase(source));
      } else {
        note(source.migrations());
        source.migrations().stream()
            .filter(Migration::blank)
            .map(Migration::notFilledIn)
            .forEach(problems::add);
      }
      tell(problems);
      if (arguments.json()) {
        console.out().println(json(source, problems));
      } else {
        console
            .out()
            .println(
                Texts.count(source.migrations().size(), "migration")
                    + ", highest "
                    + source.highest()
                    + ", "
                    + source.digest());
      }
      return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (SourceException e) {
      tell(e.problems());
      if (arguments.json()) {
        console.out().println(json(null, e.problems()));
      }
      return ExitCode.FAILED;
    }
  }

  private void tell(List<Problem> problems) {
    for (var problem : problems) {
      console
          .err()
          .println("migrate: " + MigrationFolder.inFolder(problem.text(), arguments.dir()));
    }
  }

  private static String json(@Nullable MigrationSource source, List<Problem> problems) {
    var json = new JsonWriter();
    json.beginObject().name("valid").value(problems.isEmpty());
    if (source != null) {
      json.member("migrations", source.migrations().size())
          .member("repeatables", source.repeatables().size())
          .member("highest", source.highest().toString())
          .member("digest", source.digest());
    }
    JsonError.problems(json, problems);
    return json.endObject().toString();
  }

  private Dialect dialect() {
    if (arguments.has(Flag.DIALECT)) {
      return Sources.dialect(arguments);
    }
    return arguments.has(Flag.URL) || arguments.has(Flag.URL_FILE)
        ? arguments.access().url().dialect()
        : Dialect.POSTGRESQL;
  }

  /** Why a run with these files would be refused by that database: edited, late, two ends. */
  private List<Problem> inDatabase(MigrationSource source) {
    var standing = Standing.read(arguments.access(), console.err()::println);
    var open = new ArrayList<>(source.migrations());
    for (var row : standing.history()) {
      if (row.is(HistoryStatus::applied)) {
        var version = row.migration().version();
        note(row, source.find(version));
        open.removeIf(migration -> migration.version().equals(version));
      }
    }
    note(open);
    var files = Source.of(source, arguments.access().url().dialect());
    var refusal = Forecast.of(standing, Requests.plain(), files).refusal();
    return refusal == null ? List.of() : refusal.problems();
  }

  private void note(List<Migration> open) {
    OwnLines.notes(open).forEach(note -> console.err().println("note: " + note));
  }

  private void note(HistoryRow row, @Nullable Migration file) {
    var noted = row.migration().checksum();
    if (file == null) {
      if (row.is(s -> s == HistoryStatus.COMPLETED)) {
        var version = row.migration().version();
        console
            .err()
            .println("note: version " + version + " is applied, but there is no file for it");
      }
    } else if (noted != null && !noted.equals(file.checksum()) && file.isText(noted)) {
      console
          .err()
          .println(
              "note: "
                  + file.file()
                  + " differs from what was applied in line ends or a byte order mark only");
    }
  }

  /** Numbers left out, for directories that count 1, 2, 3. */
  private static List<Problem> missing(MigrationSource source) {
    var found = new ArrayList<Problem>();
    long expected = 1;
    for (var migration : source.migrations()) {
      var version = migration.version();
      if (!version.equals(Version.of(Long.toString(expected)))) {
        var message = "expected version " + expected + ", found " + version;
        found.add(new Problem(migration.file(), null, message, null));
        expected = Long.parseLong(version.toString().split("\\.", 2)[0]);
      }
      expected++;
    }
    return found;
  }
}
