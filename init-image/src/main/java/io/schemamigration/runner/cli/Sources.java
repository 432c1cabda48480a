package io.schemamigration.runner.cli;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.db.RefusedException;
import io.schemamigration.runner.source.Folder;
import java.nio.file.Path;

/** Reads a folder of migrations, or refuses with everything that is wrong with it. */
final class Sources {
  private Sources() {}

  static MigrationSource read(Path folder, Dialect dialect) {
    try {
      return MigrationSource.read(Folder.read(folder), dialect);
    } catch (SourceException e) {
      throw new RefusedException(Reason.INVALID_MIGRATIONS, String.valueOf(e.getMessage()), null);
    }
  }

  static Dialect dialect(DatabaseUrl url) {
    return switch (url.kind()) {
      case POSTGRESQL -> Dialect.POSTGRESQL;
      case SQLITE -> Dialect.SQLITE;
    };
  }
}
