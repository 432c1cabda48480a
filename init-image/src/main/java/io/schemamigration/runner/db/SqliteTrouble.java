package io.schemamigration.runner.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Why a file can't be used as a database, which SQLite's "unable to open database file" and
 * "attempt to write a readonly database" leave open; found by looking at the file system.
 *
 * @param message what is wrong, with the path
 * @param hint what to do
 */
record SqliteTrouble(String message, String hint) {
  private static final int KIBI = 1024;

  /** Looks for the first thing that keeps the database from being read and written. */
  static @Nullable SqliteTrouble of(Path given) {
    var file = given.toAbsolutePath();
    var folder = SqliteFile.folder(file);
    if (Files.isDirectory(file)) {
      return new SqliteTrouble(
          file + " is a folder, not a database",
          "Name the file in it: sqlite:" + given + "/app.db.");
    }
    if (!Files.exists(folder)) {
      return new SqliteTrouble(
          "the folder " + folder + " doesn't exist",
          "Check the path and the mount, or make it: mkdir -p " + folder);
    }
    if (!Files.isDirectory(folder)) {
      return new SqliteTrouble(folder + " is a file, not a folder", "Check the path.");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new SqliteTrouble(file + " is no regular file", "Check the path.");
    }
    return rights(file, folder);
  }

  private static @Nullable SqliteTrouble rights(Path file, Path folder) {
    boolean there = Files.exists(file);
    if (there && !Files.isReadable(file)) {
      return new SqliteTrouble(
          file + " may not be read by user " + user() + rightsOf(file),
          "Run as its owner, or change the mode.");
    }
    if (isReadOnly(folder)) {
      return new SqliteTrouble(
          "the file system of " + file + " is mounted read-only",
          "Mount it to be written; SQLite needs that even to read a database in WAL mode.");
    }
    if (there && !Files.isWritable(file)) {
      return new SqliteTrouble(
          file + " may not be written by user " + user() + rightsOf(file),
          "Run as its owner, or change the mode.");
    }
    return Files.isWritable(folder)
        ? null
        : new SqliteTrouble(
            "the folder " + folder + " may not be written by user " + user() + rightsOf(folder),
            "SQLite makes its journal beside the database: run as the folder's owner, or change its mode.");
  }

  private static boolean isReadOnly(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }

  private static String user() {
    return System.getProperty("user.name", "unknown");
  }

  private static String rightsOf(Path path) {
    try {
      var attributes = Files.readAttributes(path, PosixFileAttributes.class);
      return " (it is "
          + attributes.owner().getName()
          + "'s, "
          + PosixFilePermissions.toString(attributes.permissions())
          + ")";
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** How much room is left, in words. */
  static String room(Path file) {
    try {
      long free = Files.getFileStore(SqliteFile.folder(file)).getUsableSpace();
      return " (" + free / KIBI + " KiB are free)";
    } catch (IOException e) {
      return "";
    }
  }
}
