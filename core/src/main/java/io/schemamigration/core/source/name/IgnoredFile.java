package io.schemamigration.core.source.name;

import io.schemamigration.core.source.Problem;
import org.jspecify.annotations.Nullable;

/** Files beside the migrations: those that are none, and those that could be meant as one. */
final class IgnoredFile {
  static final String FORMS =
      "name it like 003_add_users.sql, V003__add_users/up.sql or, in a ConfigMap,"
          + " V003__add_users.up.sql";

  private IgnoredFile() {}

  /** Flyway's scripts for before and after, or null if it is none. */
  static @Nullable Problem callback(String file) {
    int word = file.startsWith("before") ? 6 : file.startsWith("after") ? 5 : 0;
    boolean capital = word > 0 && file.charAt(word) >= 'A' && file.charAt(word) <= 'Z';
    if (!capital && !file.startsWith("createSchema")) {
      return null;
    }
    return new Problem(
        file,
        null,
        "a callback of Flyway's, which isn't run here",
        "write what has to be true afterwards as a migration, or as R__name.sql if it is to run"
            + " again whenever it changes, and move this file away");
  }

  /** Folders whose SQL is something else by custom. */
  static boolean folder(String folder) {
    return switch (folder) {
      case "seed", "seeds", "fixtures", "meta", "archive", "docs" -> true;
      default -> false;
    };
  }

  /** What dbmate, Rails and others write beside their migrations. */
  static boolean schemaOrSeed(String file) {
    return switch (file) {
      case "schema.sql", "structure.sql", "seed.sql", "seeds.sql" -> true;
      default -> false;
    };
  }

  static @Nullable Problem inFolder(String name, String file) {
    if (!endsWith(file, ".sql")) {
      return null;
    }
    return new Problem(
        name,
        null,
        "a folder's file that is neither up.sql, down.sql nor migration.sql",
        FORMS + "; a folder named seeds, fixtures, meta, archive or docs is ignored");
  }

  /** Why a file with another ending is reported, or null. */
  static @Nullable Problem nearMiss(String file) {
    if (endsWith(file, ".sql")) {
      return new Problem(file, null, "the ending is not in lower case", "end the name with .sql");
    }
    if (file.endsWith("metadata.yml")) {
      return new Problem(file, null, "metadata is read from .yaml only", "end the name with .yaml");
    }
    boolean versioned = VersionedName.folderLike(file) || VersionedName.flywayLike(file);
    if (versioned && file.indexOf('.') < 0 && file.contains("__")) {
      return new Problem(file, null, "a folder's name, but it is a file", FORMS);
    }
    if (isCode(file) && (versioned || VersionedName.numberLike(file))) {
      return new Problem(
          file,
          null,
          "a migration that is a program, which isn't run here",
          "write it as SQL; where it has been applied already, move it away: its version isn't needed");
    }
    return null;
  }

  private static boolean isCode(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "java", "kt", "go", "py", "js", "ts", "rb", "php", "cs" -> true;
      default -> false;
    };
  }

  private static boolean endsWith(String name, String ending) {
    int from = name.length() - ending.length();
    return from >= 0 && name.regionMatches(true, from, ending, 0, ending.length());
  }
}
