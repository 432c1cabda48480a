package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.db.backup.BackupHook;
import io.schemamigration.runner.db.backup.Restore;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.Standing;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code migrate backup} and {@code migrate restore}. */
final class BackupCommand {
  private final Console console;
  private final Arguments arguments;
  private final Consumer<String> told;

  BackupCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
    this.told = line -> console.err().println(line);
  }

  ExitCode backup() {
    var access = arguments.access();
    var command = arguments.get(Flag.BACKUP_COMMAND);
    if (command != null) {
      new BackupHook(access, command, told).run();
      return ExitCode.DONE;
    }
    refuseOthers(access, "Give --backup-command, e.g. 'pg_dump -Fc -f app.dump'.");
    var backup = Backups.backup(arguments, access);
    if (!backup.isNeeded()) {
      throw new RefusedException(
          Reason.DATABASE_UNREACHABLE,
          "there is no database " + access,
          "Check the path: nothing was backed up.");
    }
    var row = Standing.read(access, told).row();
    var made = backup.make(row == null ? Version.NONE : row.window().maximum());
    say("backup", made, "backed up to " + made);
    return ExitCode.DONE;
  }

  ExitCode restore() {
    if (arguments.words().size() != 1) {
      throw new UsageException(
          "migrate restore needs a file, e.g. migrate restore app_pre_v7_….db");
    }
    var access = arguments.access();
    refuseOthers(access, "Restore it with PostgreSQL's own tools, such as pg_restore.");
    checkOwner(access);
    var backup = Path.of(arguments.words().getFirst());
    var kept = new Restore(access, told).from(backup);
    if (kept != null) {
      told.accept("the previous database is kept as " + kept);
    }
    var row = Standing.read(access, told).row();
    if (row != null) {
      told.accept(
          row.window().words()
              + (row.owner() == null ? "" : "; the database belongs to " + row.owner()));
    }
    say("restored", backup, "restored " + backup);
    return ExitCode.DONE;
  }

  private void checkOwner(Access access) {
    var owner = owner(access);
    if (owner != null && !arguments.has(Flag.OVERRIDE_OWNER)) {
      throw new RefusedException(
          Reason.OWNED_BY_ANOTHER,
          "this database is migrated by " + owner + ", which relies on the current schema",
          "Suspend it and stop the pods that use the database; then --override-owner REASON.");
    }
  }

  /** A database that can't be read no longer has an owner: it is what restore is for. */
  private @Nullable String owner(Access access) {
    try {
      var row = Standing.read(access, told).row();
      return row == null ? null : row.owner();
    } catch (DatabaseException e) {
      return null;
    }
  }

  private static void refuseOthers(Access access, String hint) {
    if (access.url().kind() != DatabaseUrl.Kind.SQLITE) {
      throw new UsageException("this is for SQLite. " + hint);
    }
  }

  private void say(String name, Path file, String text) {
    console
        .out()
        .println(
            arguments.json()
                ? new JsonWriter()
                    .beginObject()
                    .member(name, file.toString())
                    .endObject()
                    .toString()
                : text);
  }
}
