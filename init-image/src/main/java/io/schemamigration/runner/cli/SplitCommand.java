package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.recipe.Recipe;
import io.schemamigration.core.analysis.recipe.SplitFiles;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.source.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code migrate split}: takes a change that older code doesn't survive apart into migrations that
 * it does.
 */
final class SplitCommand {
  private final Console console;
  private final Arguments arguments;

  SplitCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  /** A file, and a line of it or 0 for any. */
  private record Place(String file, int line) {
    static Place of(String word) {
      int colon = word.lastIndexOf(':');
      try {
        return colon < 0
            ? new Place(word, 0)
            : new Place(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1)));
      } catch (NumberFormatException e) {
        return new Place(word, 0);
      }
    }
  }

  ExitCode run() {
    if (arguments.words().size() != 1) {
      throw new UsageException("migrate split needs a file, e.g. migrate split 004_rename.sql");
    }
    var place = Place.of(arguments.words().getFirst());
    var dir = arguments.dir();
    var dialect = dialect();
    var source = MigrationFolder.read(dir, dialect);
    var migration = find(source, dir, place.file());
    if (arguments.namesDatabase()) {
      refuseApplied(migration);
    }
    for (var statement : migration.up()) {
      boolean meant = place.line() == 0 || holds(statement, place.line());
      var earlier = earlier(source, migration, statement);
      var recipe = meant ? Recipe.of(dialect, statement, earlier) : Optional.<Recipe>empty();
      if (recipe.isPresent()) {
        return write(dir, migration, statement, recipe.get());
      }
    }
    throw new RefusedException(
        Reason.INVALID_MIGRATIONS,
        place.file()
            + (place.line() == 0 ? "" : ":" + place.line())
            + ": there is nothing to split",
        "Steps are known for renaming a column or table, changing a type, NOT NULL, CHECK, UNIQUE and FOREIGN KEY, each in an"
            + " ALTER TABLE of its own. Anything else is one step: release code that does without it first, and declare"
            + " -- phase: contract. Nothing was changed.");
  }

  private Dialect dialect() {
    return arguments.has(Flag.DIALECT)
        ? Sources.dialect(arguments)
        : arguments.namesDatabase()
            ? arguments.access().url().dialect()
            : Sources.dialect(arguments);
  }

  private static boolean holds(Statement statement, int line) {
    int last = statement.line() + (int) statement.sql().chars().filter(c -> c == '\n').count();
    return line >= statement.line() && line <= last;
  }

  private static Migration find(MigrationSource source, Path dir, String file) {
    var path = Path.of(file);
    var name = (path.startsWith(dir) ? dir.relativize(path) : path).toString().replace('\\', '/');
    for (var migration : source.migrations()) {
      if (migration.file().equals(name)) {
        return migration;
      }
    }
    throw new UsageException("there is no migration " + name + " in " + dir);
  }

  private static List<Statement> earlier(
      MigrationSource source, Migration migration, Statement statement) {
    var earlier = new ArrayList<Statement>();
    for (var other : source.migrations()) {
      if (other.version().compareTo(migration.version()) < 0) {
        earlier.addAll(other.up());
      }
    }
    earlier.addAll(migration.up().subList(0, migration.up().indexOf(statement)));
    return earlier;
  }

  private void refuseApplied(Migration migration) {
    for (var row : Standing.read(arguments.access(), console.err()::println).history()) {
      boolean there = row.is(HistoryStatus::applied) || row.is(s -> s == HistoryStatus.RUNNING);
      if (there && row.migration().version().equals(migration.version())) {
        throw new RefusedException(
            Reason.CHECKSUM_MISMATCH,
            migration.file() + ": version " + migration.version() + " is applied to this database",
            "What is applied can't be split. Nothing was changed.");
      }
    }
  }

  private ExitCode write(Path dir, Migration migration, Statement statement, Recipe recipe) {
    var files = new SplitFiles(Folder.read(dir), LocalDateTime.now(ZoneOffset.UTC));
    boolean alone =
        migration.up().size() == 1
            && migration.down().isEmpty()
            && SplitFiles.isReplaceable(migration.file());
    try {
      for (var step : recipe.steps()) {
        if (alone && files.files().isEmpty()) {
          files.inPlace(migration.file(), step);
        } else {
          files.next(step);
        }
      }
      boolean dry = arguments.has(Flag.DRY_RUN);
      for (var file : files.files().entrySet()) {
        var path = dir.resolve(file.getKey());
        if (!dry) {
          Files.createDirectories(path.getParent());
          Files.writeString(path, file.getValue());
        }
        tell(path, file.getValue(), dry);
      }
    } catch (SourceException e) {
      throw MigrationFolder.refused(e, dir);
    } catch (IOException e) {
      throw new RefusedException(
          Reason.SOURCE_MISSING, "can't write to " + dir + ": " + e.getMessage(), null);
    }
    if (arguments.json()) {
      console.out().println(json(dir, files, alone ? null : place(migration, statement)));
    } else if (!alone) {
      console.out().println("now remove the statement at " + place(migration, statement));
    }
    return ExitCode.DONE;
  }

  private static String place(Migration migration, Statement statement) {
    return migration.file() + ":" + statement.line();
  }

  private void tell(Path path, String text, boolean whole) {
    if (arguments.json()) {
      return;
    }
    console.out().print((whole ? "== " + path + "\n" + text : path.toString()) + "\n");
  }

  private static String json(Path dir, SplitFiles files, @Nullable String remove) {
    var json = new JsonWriter();
    json.beginObject().name("files").beginArray();
    for (var file : files.files().entrySet()) {
      json.beginObject()
          .member("file", dir.resolve(file.getKey()).toString())
          .member("content", file.getValue())
          .endObject();
    }
    return json.endArray().member("remove", remove).endObject().toString();
  }
}
