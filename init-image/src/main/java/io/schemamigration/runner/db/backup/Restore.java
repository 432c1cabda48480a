package io.schemamigration.runner.db.backup;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.FileHolders;
import io.schemamigration.runner.db.SqliteFile;
import io.schemamigration.runner.end.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * Puts a backup in the place of a SQLite database. At every moment the name leads to one whole
 * database: the old one, which is kept under another name, or the backup.
 */
public final class Restore {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);
  private static final String BUSY_MILLIS = "2000";

  private final Path database;
  private final Consumer<String> told;

  /** Prepares a restore of that database. */
  public Restore(Access access, Consumer<String> told) {
    this.database = Path.of(access.url().address()).toAbsolutePath();
    this.told = told;
  }

  /**
   * Restores it.
   *
   * @return where the database that existed before is kept; null where there was none
   * @throws RefusedException when the backup isn't whole, or others use the database
   */
  public @Nullable Path from(Path backup) {
    if (!Files.isRegularFile(backup)) {
      throw SqliteFile.refused(
          "there is no backup " + backup, "Name a file: migrate restore FILE --url sqlite:…");
    }
    var fresh = database.resolveSibling(database.getFileName() + ".restored.part");
    try {
      SqliteFile.copy(backup.toAbsolutePath(), fresh);
      SqliteFile.check(fresh);
      if (Files.exists(database)) {
        SqliteFile.takeMode(database, fresh);
      }
      SqliteFile.sync(fresh);
      var kept = Files.exists(database) ? keep() : null;
      Files.move(fresh, database, StandardCopyOption.ATOMIC_MOVE);
      SqliteFile.sync(SqliteFile.folder(database));
      return kept;
    } catch (IOException e) {
      throw SqliteFile.refused(
          "can't restore " + backup + ": " + SqliteFile.reason(e),
          "The database is as it was. Take another backup.");
    } finally {
      SqliteFile.remove(fresh);
    }
  }

  /** Gives the present database a second name, once nobody else uses it and no WAL is left. */
  private Path keep() throws IOException {
    refuseUsed();
    boolean readable = settle();
    refuseUsed();
    var wal = Path.of(database + "-wal");
    if (readable && Files.exists(wal) && Files.size(wal) > 0) {
      throw used("its WAL is in use");
    }
    var kept = free();
    for (var ending : new String[] {"-wal", "-journal"}) { // of a database that is damaged
      var file = Path.of(database + ending);
      if (Files.exists(file)) {
        Files.move(file, Path.of(kept + ending), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Files.deleteIfExists(Path.of(database + "-shm"));
    try {
      Files.createLink(kept, database);
    } catch (UnsupportedOperationException e) {
      Files.copy(database, kept, StandardCopyOption.COPY_ATTRIBUTES);
      SqliteFile.sync(kept);
    }
    return kept;
  }

  private Path free() {
    var name = String.valueOf(database.getFileName());
    int dot = name.lastIndexOf('.');
    var stem = dot > 0 ? name.substring(0, dot) : name;
    var kept = stem + "_before_restore_" + STAMP.format(ZonedDateTime.now(ZoneOffset.UTC));
    var target = database.resolveSibling(kept + ".db");
    for (int i = 2; Files.exists(target); i++) {
      target = database.resolveSibling(kept + "_" + i + ".db");
    }
    return target;
  }

  /**
   * Takes the exclusive lock for a moment, and brings a WAL home by closing the last connection.
   *
   * @return false when it isn't a database that SQLite can read: then nobody can lose anything
   */
  private boolean settle() {
    var properties = new Properties();
    properties.setProperty("busy_timeout", BUSY_MILLIS);
    try (var connection = JDBC.createConnection("jdbc:sqlite:" + database, properties);
        var statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      statement.execute("ROLLBACK");
      try (var row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
        if (row.next() && row.getInt(1) != 0) {
          throw used("its WAL is being read");
        }
      }
      return true;
    } catch (SQLException e) {
      var message = String.valueOf(e.getMessage());
      if (message.contains("SQLITE_BUSY") || message.contains("SQLITE_LOCKED")) {
        throw used("it is locked");
      }
      told.accept("the present database can't be read: " + message);
      return false;
    }
  }

  private void refuseUsed() {
    var others = FileHolders.opening(database);
    if (!others.isEmpty()) {
      throw used(String.join(", ", others) + (others.size() == 1 ? " has" : " have") + " it open");
    }
  }

  private RefusedException used(String how) {
    return new RefusedException(
        Reason.WAITING_FOR_LOCK,
        database + " is in use: " + how,
        "Stop what uses it: it would continue with the old file without noticing. Nothing was changed.");
  }
}
