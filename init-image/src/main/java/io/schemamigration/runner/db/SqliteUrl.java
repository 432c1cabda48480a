package io.schemamigration.runner.db;

import io.schemamigration.runner.words.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the URL of a SQLite file, whose slashes don't mean the same to each tool. */
final class SqliteUrl {
  /** Of the application's own connections; a run has its own. */
  private static final Set<String> HARMLESS =
      Set.of(
          "_busy_timeout",
          "_fk",
          "_foreign_keys",
          "_journal",
          "_journal_mode",
          "_loc",
          "_pragma",
          "_sync",
          "_synchronous",
          "_timeout",
          "_txlock",
          "cache",
          "check_same_thread",
          "connection_limit",
          "pool",
          "socket_timeout",
          "timeout");

  private static final String MODE = "mode";

  private SqliteUrl() {}

  /**
   * Reads it.
   *
   * @param text after {@code sqlite:}
   */
  static DatabaseUrl parse(String text) {
    int mark = text.indexOf('?');
    var given = mark < 0 ? text : text.substring(0, mark);
    var path = path(given);
    if (path.isEmpty() || path.equals(":memory:") || path.startsWith("file:")) {
      throw DatabaseUrl.refused("the SQLite URL names no file", "Write sqlite:/path/app.db.");
    }
    if (mark >= 0) {
      for (var pair : text.substring(mark + 1).split("&", -1)) {
        check(pair, path);
      }
    }
    return new DatabaseUrl(DatabaseUrl.Kind.SQLITE, path, null, null);
  }

  /** To SQLAlchemy three slashes begin a relative path, to others an absolute one. */
  private static String path(String given) {
    if (!given.startsWith("//")) {
      return given;
    }
    var rest = given.substring(2);
    if (!rest.startsWith("/")) {
      return rest;
    }
    if (rest.startsWith("//")) {
      return rest.substring(1);
    }
    var relative = rest.substring(1);
    if (relative.startsWith("./") || relative.startsWith("../")) {
      return relative;
    }
    boolean there = Files.exists(Path.of(rest));
    boolean inRoot = relative.indexOf('/') < 0;
    if (!there && !relative.isEmpty() && (inRoot || Files.exists(Path.of(relative)))) {
      throw DatabaseUrl.refused(
          "the SQLite URL can mean two files, "
              + rest
              + ", which doesn't exist, or "
              + relative
              + " in the current folder"
              + (Files.exists(Path.of(relative)) ? ", which does" : ""),
          "Write sqlite:" + rest + " or sqlite:" + relative + ".");
    }
    return rest;
  }

  private static void check(String pair, String path) {
    int equals = pair.indexOf('=');
    var name = equals < 0 ? pair : pair.substring(0, equals);
    var value = equals < 0 ? "" : pair.substring(equals + 1);
    if (name.equals(MODE)) {
      mode(value, path);
    } else if (!name.isEmpty() && !HARMLESS.contains(name)) {
      var known = Stream.concat(Stream.of(MODE), HARMLESS.stream()).sorted().toList();
      var near = Nearest.of(name, known);
      throw DatabaseUrl.refused(
          "the SQLite URL has the parameter " + name + ", which isn't known",
          (near == null ? "" : "Did you mean " + near + "? ")
              + "A file alone is enough: sqlite:"
              + path);
    }
  }

  private static void mode(String value, String path) {
    boolean missing = value.equals("rw") && !Files.exists(Path.of(path));
    if (missing || !(value.equals("rw") || value.equals("rwc"))) {
      throw DatabaseUrl.refused(
          missing
              ? "the SQLite URL says mode=rw, and there is no file " + path
              : "the SQLite URL says mode=" + value + ", and a run has to write a file",
          "Write mode=rwc, or leave it out, to create the file where there is none.");
    }
  }
}
