package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.SourceIndex;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.source.Folder;
import java.util.ArrayList;
import java.util.List;

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
      console.out().println(SourceIndex.of(names).highest());
      return ExitCode.DONE;
    } catch (SourceException e) {
      throw Sources.refused(e, arguments.dir());
    }
  }

  ExitCode validate() {
    try {
      var source = MigrationSource.read(Folder.read(arguments.dir()), dialect());
      var missing = arguments.has("strict") ? missing(source) : List.<String>of();
      missing.forEach(m -> console.err().println("migrate: " + m));
      console
          .out()
          .println(
              source.migrations().size()
                  + " migrations, highest "
                  + source.highest()
                  + ", "
                  + source.digest());
      return missing.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (SourceException e) {
      for (var problem : e.problems()) {
        console.err().println("migrate: " + Sources.inFolder(problem.text(), arguments.dir()));
      }
      return ExitCode.FAILED;
    }
  }

  private Dialect dialect() {
    if (arguments.has("dialect")) {
      return Sources.dialect(arguments);
    }
    return arguments.has("url") ? Sources.dialect(arguments.access().url()) : Dialect.POSTGRESQL;
  }

  /** Numbers left out, for directories that count 1, 2, 3. */
  private static List<String> missing(MigrationSource source) {
    var found = new ArrayList<String>();
    long expected = 1;
    for (var migration : source.migrations()) {
      var version = migration.version();
      if (!version.equals(Version.of(Long.toString(expected)))) {
        found.add(migration.file() + ": expected version " + expected + ", found " + version);
        expected = Long.parseLong(version.toString().split("\\.", 2)[0]);
      }
      expected++;
    }
    return found;
  }
}
