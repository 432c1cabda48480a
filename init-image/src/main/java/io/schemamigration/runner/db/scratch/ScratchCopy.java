package io.schemamigration.runner.db.scratch;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.db.Patience;
import io.schemamigration.runner.db.SqliteFile;
import io.schemamigration.runner.end.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A copy of a SQLite database to try something on; it is removed afterwards. */
public final class ScratchCopy implements AutoCloseable {
  private final Path folder;
  private final Path file;

  private ScratchCopy(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("rehearsal.db");
  }

  /**
   * Copies the database, which others may keep using; a new one where there is none yet.
   *
   * @param parent folder with enough room; null for the system's own for temporary files
   * @throws RefusedException when it can't be copied
   */
  public static ScratchCopy of(Access access, @Nullable Path parent) {
    var database = Path.of(access.url().address()).toAbsolutePath();
    try {
      var copy =
          new ScratchCopy(
              parent == null
                  ? Files.createTempDirectory("migrate")
                  : Files.createTempDirectory(parent, "migrate"));
      try {
        if (Files.exists(database) && Files.size(database) > 0) {
          SqliteFile.copy(database, copy.file);
        }
        return copy;
      } catch (IOException e) {
        copy.close();
        throw e;
      }
    } catch (IOException e) {
      throw new RefusedException(
          Reason.RUNNER_FAILED,
          "can't copy " + database + ": " + SqliteFile.reason(e),
          "Make room, or name a folder with --scratch-dir. Nothing was changed.");
    }
  }

  /** How to reach the copy. */
  public Access access() {
    return new Access(DatabaseUrl.parse("sqlite:" + file), null, null, null, null, Patience.USUAL);
  }

  @Override
  public void close() {
    SqliteFile.remove(file);
    SqliteFile.remove(Path.of(file + ".migrate-lock")); // of the runners that worked on it
    SqliteFile.remove(folder);
  }
}
