package io.schemamigration.runner.cli;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Clash;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.db.RefusedException;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.judge.PhaseJudge;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.step.Past;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads a folder of migrations, or refuses with everything that is wrong with it. */
final class Sources {
  private Sources() {}

  static MigrationSource read(Path folder, Dialect dialect) {
    try {
      return MigrationSource.read(Folder.read(folder), dialect);
    } catch (SourceException e) {
      throw refused(e, folder);
    }
  }

  /**
   * The source with the phases that count.
   *
   * @param open the versions to settle, mostly those that aren't applied
   */
  static MigrationSource settled(MigrationSource source, Dialect dialect, Set<Version> open) {
    return new PhaseJudge(dialect, new Judges(dialect, Judges.ANY_RELEASE)).settle(source, open);
  }

  /** The same for every version, where it can't be told what is applied, or may not stay so. */
  static MigrationSource settled(MigrationSource source, Dialect dialect) {
    return settled(source, dialect, new Past(List.of()).open(source));
  }

  /** A file that isn't there would be made; with no migration in it there is nothing to mend. */
  static void refuseMissing(Access access) {
    var url = access.url();
    if (url.kind() == DatabaseUrl.Kind.SQLITE && !Files.exists(Path.of(url.address()))) {
      throw new RefusedException(
          Reason.DATABASE_UNREACHABLE, "there is no database " + url.address(), "Check the path.");
    }
  }

  /** With the folder in the commands that are advised. */
  static RefusedException refused(SourceException e, Path folder) {
    return new RefusedException(
        Reason.INVALID_MIGRATIONS, inFolder(String.valueOf(e.getMessage()), folder), null);
  }

  static String inFolder(String text, Path folder) {
    return text.replace(Clash.FOLDER, "--dir " + folder);
  }

  /** The one that {@code --dialect} names. */
  static Dialect dialect(Arguments arguments) {
    var dialect = arguments.need("dialect");
    return switch (dialect) {
      case "postgresql" -> Dialect.POSTGRESQL;
      case "sqlite" -> Dialect.SQLITE;
      default -> throw new UsageException("--dialect is postgresql or sqlite, not " + dialect);
    };
  }
}
