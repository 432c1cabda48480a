package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.write.NewMigration;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.source.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code migrate create}: an empty migration in the folder's own layout, with the next version. */
final class CreateCommand {
  private final Console console;
  private final Arguments arguments;

  CreateCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    if (arguments.words().size() != 1) {
      throw new UsageException("migrate create needs a name, e.g. migrate create add_email");
    }
    var made = make(arguments.words().getFirst(), List.of());
    if (arguments.json()) {
      console.out().println(json(made));
    } else {
      made.forEach(path -> console.out().println(path));
    }
    return ExitCode.DONE;
  }

  /**
   * Writes the files.
   *
   * @param name in words
   * @param dependsOn what it says that it comes after
   */
  List<Path> make(String name, List<Version> dependsOn) {
    var dir = arguments.dir();
    try {
      Files.createDirectories(dir);
      return write(dir, words(name), dependsOn);
    } catch (IOException e) {
      throw new RefusedException(
          Reason.SOURCE_MISSING, "can't write to " + dir + ": " + e.getMessage(), null);
    } catch (SourceException e) {
      throw MigrationFolder.refused(e, dir);
    }
  }

  private static String words(String name) {
    var words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    if (words.isEmpty()) {
      throw new UsageException("a name needs letters or digits, unlike '" + name + "'");
    }
    return words;
  }

  private List<Path> write(Path dir, String words, List<Version> dependsOn)
      throws IOException, SourceException {
    var author = arguments.get(Flag.AUTHOR);
    var files =
        NewMigration.template(
            Folder.read(dir),
            words,
            author == null ? "" : author,
            dependsOn,
            LocalDateTime.now(ZoneOffset.UTC));
    var made = new ArrayList<Path>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      var path = dir.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW);
      made.add(path);
    }
    return made;
  }

  private static String json(List<Path> made) {
    var json = new JsonWriter();
    json.beginObject().name("created").beginArray();
    made.forEach(path -> json.value(path.toString()));
    return json.endArray().endObject().toString();
  }
}
