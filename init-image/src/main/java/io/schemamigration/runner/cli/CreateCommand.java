package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.SourceIndex;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.RefusedException;
import io.schemamigration.runner.source.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code migrate create}: an empty migration in the folder's own layout, with the next version. */
final class CreateCommand {
  private static final Pattern DIRECTORY = Pattern.compile("V(\\d+)__.*/.*");
  private static final Pattern NUMBERED = Pattern.compile("(\\d+)_.*");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
  private static final int TIMESTAMP_DIGITS = 14;

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
    var words = arguments.words().getFirst().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    var dir = arguments.dir();
    try {
      Files.createDirectories(dir);
      var names = Folder.read(dir).stream().map(SourceFile::name).toList();
      var made = write(dir, names, words);
      console.out().println(made);
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new RefusedException(
          Reason.SOURCE_MISSING, "can't write to " + dir + ": " + e.getMessage(), null);
    }
  }

  private Path write(Path dir, List<String> names, String words) throws IOException {
    var last = names.isEmpty() ? "000_" : highestName(names);
    var directory = DIRECTORY.matcher(last);
    if (directory.matches()) {
      var folder = dir.resolve("V" + next(directory.group(1)) + "__" + words);
      Files.createDirectory(folder);
      var author =
          arguments.get("author") == null
              ? System.getProperty("user.name", "")
              : arguments.get("author");
      Files.writeString(folder.resolve("down.sql"), "", StandardOpenOption.CREATE_NEW);
      Files.writeString(
          folder.resolve("metadata.yaml"),
          "description: %s%nauthor: %s%nphase: expand%nreversible: true%n"
              .formatted(words.replace('_', ' '), author),
          StandardOpenOption.CREATE_NEW);
      return Files.writeString(folder.resolve("up.sql"), "", StandardOpenOption.CREATE_NEW);
    }
    var numbered = NUMBERED.matcher(last);
    var digits = numbered.matches() ? numbered.group(1) : "000";
    var version = digits.length() == TIMESTAMP_DIGITS ? timestamp(digits) : next(digits);
    return Files.writeString(
        dir.resolve(version + "_" + words + ".sql"),
        "-- phase: expand\n-- Description: %s\n\n".formatted(words.replace('_', ' ')),
        StandardOpenOption.CREATE_NEW);
  }

  /** Refuses where the folder isn't sound: the next version of a muddle would be another. */
  private static String highestName(List<String> names) {
    try {
      var highest = SourceIndex.of(names).highest();
      return names.stream().filter(name -> isOf(name, highest)).findFirst().orElse("000_");
    } catch (SourceException e) {
      throw new RefusedException(Reason.INVALID_MIGRATIONS, String.valueOf(e.getMessage()), null);
    }
  }

  /** Whether the file alone makes that migration: a down file or metadata doesn't. */
  private static boolean isOf(String name, Version version) {
    try {
      return SourceIndex.of(List.of(name)).highest().equals(version);
    } catch (SourceException e) {
      return false;
    }
  }

  private static String next(String digits) {
    return String.format(Locale.ROOT, "%0" + digits.length() + "d", Long.parseLong(digits) + 1);
  }

  private static String timestamp(String last) {
    var now = LocalDateTime.now(ZoneOffset.UTC).format(TIMESTAMP);
    return now.compareTo(last) > 0 ? now : next(last);
  }
}
