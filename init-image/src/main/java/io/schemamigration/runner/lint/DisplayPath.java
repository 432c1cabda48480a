package io.schemamigration.runner.lint;

import java.nio.file.Path;

/** A file's path as editors, GitHub and readers of a log can open it. */
final class DisplayPath {
  private DisplayPath() {}

  /** Relative to the working directory if the file is below it; with slashes on every system. */
  static String of(Path file) {
    var here = Path.of("").toAbsolutePath();
    var whole = file.toAbsolutePath().normalize();
    var shown = whole.startsWith(here) ? here.relativize(whole) : file.normalize();
    return shown.toString().replace('\\', '/');
  }
}
