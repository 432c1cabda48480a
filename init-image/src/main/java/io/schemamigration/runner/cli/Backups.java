package io.schemamigration.runner.cli;

import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.db.backup.Backup;
import io.schemamigration.runner.db.backup.BackupHook;
import io.schemamigration.runner.run.BeforeFirst;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What the flags say about the backup before a run. */
final class Backups {

  private Backups() {}

  /** SQLite is backed up unless a flag says otherwise, PostgreSQL by the command that is given. */
  static BeforeFirst of(Arguments arguments, Access access, Consumer<String> told) {
    boolean sqlite = access.url().kind() == DatabaseUrl.Kind.SQLITE;
    var command = arguments.get(Flag.BACKUP_COMMAND);
    refuseFolder(arguments, sqlite);
    if (arguments.has(Flag.NO_BACKUP) && (arguments.has(Flag.BACKUP_DIR) || command != null)) {
      throw new UsageException(
          "--no-backup can't be combined with --backup-dir or --backup-command");
    }
    if (arguments.has(Flag.NO_BACKUP) || (!sqlite && command == null)) {
      return version -> {};
    }
    return command == null
        ? copying(backup(arguments, access), told)
        : version -> new BackupHook(access, command, told).run();
  }

  /** SQLite is backed up into the folder that is named, as a Job does, which has no command. */
  static BeforeFirst intoFolder(Arguments arguments, Access access, Consumer<String> told) {
    refuseFolder(arguments, access.url().kind() == DatabaseUrl.Kind.SQLITE);
    return copying(backup(arguments, access), told);
  }

  private static BeforeFirst copying(Backup backup, Consumer<String> told) {
    return version -> {
      if (backup.isNeeded()) {
        told.accept("backed up to " + backup.make(version));
      }
    };
  }

  static Backup backup(Arguments arguments, Access access) {
    var folder = arguments.get(Flag.BACKUP_DIR);
    long keep = arguments.has(Flag.KEEP) ? arguments.number(Flag.KEEP) : Backup.KEPT;
    if (keep < 1 || keep > Integer.MAX_VALUE) {
      throw new UsageException("--keep must be 1 or more, not " + keep);
    }
    return new Backup(access, folder == null ? null : Path.of(folder), (int) keep);
  }

  private static void refuseFolder(Arguments arguments, boolean sqlite) {
    if (!sqlite && (arguments.has(Flag.BACKUP_DIR) || arguments.has(Flag.KEEP))) {
      throw new UsageException(
          "--backup-dir and --keep are for SQLite; PostgreSQL is backed up by --backup-command");
    }
  }
}
