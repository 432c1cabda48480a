package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.name.FileName;
import io.schemamigration.core.source.name.SourceNames;
import io.schemamigration.core.source.name.VersionedName;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what one migration says of others: by version, or by name. */
final class References {
  private final Map<Version, FileName> files = new HashMap<>();
  private final List<Problem> problems;

  References(SourceNames names, List<Problem> problems) {
    this.problems = problems;
    for (var migration : names.migrations()) {
      files.put(migration.version(), migration.up());
    }
  }

  /** The versions that words name, sorted; a name has to be the one that the version has here. */
  List<Version> versions(String key, String file, @Nullable Integer line, List<String> words) {
    var versions = new ArrayList<Version>();
    for (var written : words) {
      var word = written.strip();
      var version = version(word);
      var name = version == null ? name(word) : null;
      if (name != null) {
        version = name.version();
        compare(key, file, line, word, name);
      }
      if (version == null) {
        problems.add(
            new Problem(
                file,
                line,
                key + ": '" + word + "' is not a version",
                "list versions, such as " + key + ": 3, 4"));
      } else {
        versions.add(version);
      }
    }
    return versions.stream().sorted().distinct().toList();
  }

  private void compare(
      String key, String file, @Nullable Integer line, String word, FileName name) {
    var there = files.get(name.version());
    if (there != null && !there.description().equals(name.description())) {
      problems.add(
          new Problem(
              file,
              line,
              key + ": version " + name.version() + " isn't " + word + ", but " + there.file(),
              "name the one that is meant, or write " + name.version() + " alone"));
    }
  }

  /** Whether all words of a text name migrations. */
  static boolean areMeant(String text) {
    for (var word : words(text)) {
      if (version(word) == null && name(word) == null) {
        return false;
      }
    }
    return true;
  }

  /** The words of a list that is written in a line. */
  static List<String> words(String text) {
    return List.of(text.replace(',', ' ').strip().split(" +", -1));
  }

  /** A version, or {@code V003}. */
  private static @Nullable Version version(String word) {
    return Version.parse(VersionedName.folderLike(word) ? word.substring(1) : word).orElse(null);
  }

  /** A file's or folder's name. */
  private static @Nullable FileName name(String word) {
    var endings = word.endsWith(".sql") ? List.of("") : List.of(".up.sql", ".sql");
    for (var ending : endings) {
      var name = FileName.read(word + ending);
      if (name.belongs() && name.role() != FileName.Role.REPEATABLE) {
        return name;
      }
    }
    return null;
  }
}
