package io.schemamigration.runner.cli;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.judge.PhaseJudge;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.source.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads a folder of migrations, or refuses with everything that is wrong with it. */
public final class Sources {
  private Sources() {}

  static MigrationSource read(Path folder, Dialect dialect) {
    try {
      return Inventory.of(Folder.read(folder)).read(dialect);
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
    return settled(source, dialect, new AppliedHistory(List.of()).open(source));
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
        Reason.INVALID_MIGRATIONS, Texts.inFolder(String.valueOf(e.getMessage()), folder), null);
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
