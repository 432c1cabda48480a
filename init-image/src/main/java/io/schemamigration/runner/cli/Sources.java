package io.schemamigration.runner.cli;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.prove.OldQueries;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.source.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the flags say about the files and the database. */
final class Sources {
  private Sources() {}

  /** The migrations of the folder, with the phases as they are written. */
  static MigrationSource read(Arguments arguments, Dialect dialect) {
    return MigrationFolder.read(arguments.dir(), dialect);
  }

  /**
   * The same as a run reads them.
   *
   * @param digest that they must have, or null
   */
  static Source open(Arguments arguments, Dialect dialect, @Nullable String digest) {
    var files = Folder.read(arguments.dir());
    var migrations = MigrationFolder.read(files, arguments.dir(), dialect); // or all that is wrong
    return Source.of(files, dialect, digest).with(migrations);
  }

  /** A file that doesn't exist would be made; with no migration in it there is nothing to fix. */
  static void refuseMissing(Access access) {
    var url = access.url();
    if (url.kind() == DatabaseUrl.Kind.SQLITE && !Files.exists(Path.of(url.address()))) {
      throw new RefusedException(
          Reason.DATABASE_UNREACHABLE, "there is no database " + url.address(), "Check the path.");
    }
  }

  /** The queries of older code in {@code --query-file}, if there is one. */
  static OldQueries queries(Arguments arguments) {
    var file = arguments.get(Flag.QUERY_FILE);
    if (file == null) {
      return OldQueries.none();
    }
    try {
      var dialect = arguments.access().url().dialect();
      return OldQueries.read(dialect, file, Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new UsageException("can't read " + file + ": " + e.getClass().getSimpleName());
    } catch (UnreadableSqlException e) {
      throw new UsageException(file + ":" + e.line() + ": " + e.getMessage());
    }
  }

  /** The one that {@code --dialect} names. */
  static Dialect dialect(Arguments arguments) {
    var dialect = arguments.need(Flag.DIALECT);
    return switch (dialect) {
      case "postgresql" -> Dialect.POSTGRESQL;
      case "sqlite" -> Dialect.SQLITE;
      default -> throw new UsageException("--dialect must be postgresql or sqlite, not " + dialect);
    };
  }
}
