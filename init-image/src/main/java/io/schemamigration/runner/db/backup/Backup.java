package io.schemamigration.runner.db.backup;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.SqliteFile;
import io.schemamigration.runner.end.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Backups of a SQLite database: {@code app_pre_v7_20260131_093000.db} for {@code app.db} before
 * migration 7. A file of that name is whole and was checked; what is being written has another
 * name.
 */
public final class Backup {
  /** How many are kept where nobody says otherwise. */
  public static final int KEPT = 10;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);
  private static final String UNFINISHED = ".part";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path database;
  private final Path folder;
  private final int keep;

  /**
   * Prepares backups.
   *
   * @param folder where they go; null for the database's own
   * @param keep how many stay; 1 or more
   */
  public Backup(Access access, @Nullable Path folder, int keep) {
    this.database = Path.of(access.url().address()).toAbsolutePath();
    this.folder = folder != null ? folder : SqliteFile.folder(database);
    this.keep = keep;
  }

  /** Whether there is anything to lose yet. */
  public boolean isNeeded() {
    try {
      return Files.exists(database) && Files.size(database) > 0;
    } catch (IOException e) {
      throw failed(e.toString());
    }
  }

  /**
   * Copies the database, which others may keep using, checks the copy, and removes the oldest ones
   * beyond those that are kept.
   *
   * @param version that the database is about to be migrated to, or is at
   * @throws RefusedException when there is no good copy; none is left then
   */
  public Path make(Version version) {
    var target = free(version);
    var unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    try {
      Files.createDirectories(folder);
      SqliteFile.copy(database, unfinished);
      SqliteFile.check(unfinished);
      SqliteFile.takeMode(database, unfinished);
      SqliteFile.sync(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      SqliteFile.sync(folder);
      prune();
      return target;
    } catch (IOException e) {
      throw failed(SqliteFile.reason(e));
    } finally {
      SqliteFile.remove(unfinished);
    }
  }

  private RefusedException failed(String why) {
    return new RefusedException(
        Reason.RUNNER_FAILED,
        "can't back up " + database + " to " + folder + ": " + why,
        "Make room or name another folder with --backup-dir; --no-backup goes without. Nothing was changed.");
  }

  private Path free(Version version) {
    var name = stem() + "_pre_v" + version + "_" + STAMP.format(ZonedDateTime.now(ZoneOffset.UTC));
    var target = folder.resolve(name + ".db");
    for (int i = 2; Files.exists(target); i++) {
      target = folder.resolve(name + "_" + i + ".db");
    }
    return target;
  }

  private String stem() {
    var name = String.valueOf(database.getFileName());
    for (var ending : List.of(".db", ".sqlite", ".sqlite3")) {
      if (name.endsWith(ending) && name.length() > ending.length()) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  /** Only files that have exactly the name of a backup, whatever else is in the folder. */
  private void prune() throws IOException {
    var form =
        Pattern.compile(Pattern.quote(stem()) + "_pre_v[0-9.]+_(\\d{8}_\\d{6}(?:_\\d+)?)\\.db");
    var found = new ArrayList<Path>();
    try (var files = Files.list(folder)) {
      files.filter(f -> form.matcher(f.getFileName().toString()).matches()).forEach(found::add);
    }
    found.sort(
        Comparator.comparing(
                (Path f) -> {
                  var matcher = form.matcher(f.getFileName().toString());
                  return matcher.matches() ? matcher.group(1) : "";
                })
            .reversed());
    for (int i = keep; i < found.size(); i++) {
      Files.deleteIfExists(found.get(i));
    }
    removeUnfinished();
  }

  /** What a run that was killed left; nobody has written to it for so long. */
  private void removeUnfinished() throws IOException {
    var form = Pattern.compile(Pattern.quote(stem()) + "_pre_v[0-9.]+_[0-9_]+\\.db" + UNFINISHED);
    var found = new ArrayList<Path>();
    try (var files = Files.list(folder)) {
      files.filter(f -> form.matcher(f.getFileName().toString()).matches()).forEach(found::add);
    }
    var old = FileTime.from(Instant.now().minus(ABANDONED));
    for (var file : found) {
      if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
        SqliteFile.remove(file);
      }
    }
  }
}
