package io.schemamigration.core.source.name;

import io.schemamigration.core.source.Problem;

/** Two files that want to be the same migration, with the way out. */
public final class DuplicateVersion {
  /** Stands for the folder in a command that is advised; who knows the folder puts it in. */
  public static final String FOLDER = "--dir DIR";

  private DuplicateVersion() {}

  /**
   * The command that gives a migration the next free version.
   *
   * @param file of it, as the user knows it
   */
  public static String renumber(String file) {
    return "migrate renumber " + file + " " + FOLDER;
  }

  static Problem sameVersion(FileName file, String other) {
    return new Problem(
        file.file(),
        null,
        "version " + file.version() + " comes twice: here and in " + other,
        "give one of the two the next version, if possible one that isn't applied: "
            + renumber(file.file()));
  }

  static Problem sameFile(FileName file, String other) {
    return new Problem(
        file.file(),
        null,
        "version " + file.version() + " comes twice: the same migration is here and in " + other,
        "keep one of the two");
  }
}
