package io.schemamigration.runner.source;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.DuplicateVersion;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.end.RefusedException;
import java.nio.file.Path;
import java.util.List;

/** Reads a folder of migrations, or refuses with everything that is wrong with it. */
public final class MigrationFolder {
  private MigrationFolder() {}

  /** Its migrations, with the phases as they are written. */
  public static MigrationSource read(Path folder, Dialect dialect) {
    return read(Folder.read(folder), folder, dialect);
  }

  /** The same, of files that were read there. */
  public static MigrationSource read(List<SourceFile> files, Path folder, Dialect dialect) {
    try {
      return Inventory.of(files, dialect).read(dialect);
    } catch (SourceException e) {
      throw refused(e, folder);
    }
  }

  /** With the folder in the commands that are advised. */
  public static RefusedException refused(SourceException e, Path folder) {
    return new RefusedException(
        Reason.INVALID_MIGRATIONS, inFolder(String.valueOf(e.getMessage()), folder), null);
  }

  /** The text, with the folder in the commands that it advises. */
  public static String inFolder(String text, Path folder) {
    return text.replace(DuplicateVersion.FOLDER, "--dir " + folder);
  }
}
