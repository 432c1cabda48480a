package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.SourceIndex;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.source.Folder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate latest} and {@code migrate validate}: the files alone, no database. */
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
      throw Sources.refused(e, arguments.dir());
    }
  }

  ExitCode validate() {
    try {
      var source = MigrationSource.read(Folder.read(arguments.dir()), dialect());
      var missing = arguments.has("strict") ? missing(source) : List.<Problem>of();
      tell(missing);
      if (arguments.json()) {
        console.out().println(json(source, missing));
      } else {
        console
            .out()
            .println(
                source.migrations().size()
                    + " migrations, highest "
                    + source.highest()
                    + ", "
                    + source.digest());
      }
      return missing.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
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
      console.err().println("migrate: " + Sources.inFolder(problem.text(), arguments.dir()));
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
    Answer.problems(json, problems);
    return json.endObject().toString();
  }

  private Dialect dialect() {
    if (arguments.has("dialect")) {
      return Sources.dialect(arguments);
    }
    return arguments.has("url") ? Sources.dialect(arguments.access().url()) : Dialect.POSTGRESQL;
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
