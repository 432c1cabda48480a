package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.end.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteException;

/** A SQLite database as a file: copied, checked, made safe on the disk. */
public final class SqliteFile {
  private static final int STEP_MILLIS = 50;
  private static final int PATIENCE = 200;

  /** All pages in one step: a copy that others' writes can't make begin again and again. */
  private static final int ALL_PAGES = -1;

  private SqliteFile() {}

  public static Path folder(Path file) {
    var parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  /** Copies by SQLite's online backup: one state, with what is in the WAL, while others work. */
  public static void copy(Path from, Path to) throws IOException {
    Files.deleteIfExists(to);
    var properties = new Properties();
    properties.setProperty("busy_timeout", "2000");
    try (var connection = JDBC.createConnection("jdbc:sqlite:" + from, properties)) {
      int result =
          connection
              .getDatabase()
              .backup("main", to.toString(), null, STEP_MILLIS, PATIENCE, ALL_PAGES);
      if (result != 0) {
        throw new IOException("SQLite's backup ended with code " + result);
      }
    } catch (SQLException e) {
      throw new IOException(said(e), e);
    }
  }

  /** Opens it to read only and has SQLite look at all of it. */
  public static void check(Path file) throws IOException {
    // nobody else has this file: immutable keeps SQLite from making a -wal and a -shm beside it
    var url = "jdbc:sqlite:" + file.toUri().toString().replaceFirst("^file:/+", "file:/");
    try (var connection = JDBC.createConnection(url + "?immutable=1&mode=ro", new Properties());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check(3)")) {
      var said = new StringBuilder();
      while (rows.next()) {
        said.append(said.isEmpty() ? "" : "; ").append(rows.getString(1));
      }
      if (!said.toString().equals("ok")) {
        throw new IOException(file + " is damaged: " + said);
      }
    } catch (SQLException e) {
      throw new IOException(file + " can't be read as a SQLite database: " + said(e), e);
    }
  }

  private static String said(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode().message
        : String.valueOf(e.getMessage());
  }

  /** What an error of the file system means. */
  public static String reason(IOException e) {
    var message = String.valueOf(e.getMessage());
    return e instanceof java.nio.file.AccessDeniedException
        ? "may not be written: " + message
        : message;
  }

  /** A copy holds the same secrets. */
  public static void takeMode(Path from, Path to) throws IOException {
    var original = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var copy = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (original != null && copy != null) {
      copy.setPermissions(original.readAttributes().permissions());
    }
  }

  /** Has the disk keep the file's content, or the folder's names. */
  public static void sync(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    try (var channel =
        FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      if (!folder) {
        throw e; // some systems can't open a folder, and keep names by themselves
      }
    }
  }

  /** Removes what a failed attempt left; never fails. */
  public static void remove(Path file) {
    for (var ending : new String[] {"", "-journal", "-wal", "-shm"}) {
      try {
        Files.deleteIfExists(Path.of(file + ending));
      } catch (IOException e) {
        return; // it is in nobody's way: the next attempt writes it anew
      }
    }
  }

  public static RefusedException refused(String message, String hint) {
    return new RefusedException(Reason.RUNNER_FAILED, message, hint);
  }
}
