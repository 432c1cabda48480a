package io.schemamigration.runner.lint;

import java.nio.file.Path;

/** A file's name as others can open it: editors, GitHub, whoever reads a log. */
final class Shown {
  private Shown() {}

  /** From where the command runs, where the file is below that; with slashes everywhere. */
  static String of(Path file) {
    var here = Path.of("").toAbsolutePath();
    var whole = file.toAbsolutePath().normalize();
    var shown = whole.startsWith(here) ? here.relativize(whole) : file.normalize();
    return shown.toString().replace('\\', '/');
  }
}
