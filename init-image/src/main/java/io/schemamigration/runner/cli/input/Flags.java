package io.schemamigration.runner.cli.input;

/** The flags in one line each, for the help texts. */
public final class Flags {
  private Flags() {}

  /** What a flag means; empty for one that only the operator's Jobs give. */
  public static String text(String flag) {
    return switch (flag) {
      case "url" -> "sqlite:PATH, postgres://USER@HOST/DB or jdbc:postgresql://…";
      case "url-file" -> "file with the URL";
      case "user-file", "password-file" ->
          "file with the user or the password, when not in the URL";
      case "ca-file" -> "CA certificate of the server (PEM); turns on verify-full";
      case "history-schema" -> "PostgreSQL: schema of the two tables";
      case "lock-timeout" -> "how long a statement waits for a lock, e.g. 5s";
      case "statement-timeout" -> "how long a statement may take, e.g. 10m";
      case "output" -> "text or json; lint: sarif or github, too";
      case "help" -> "this text";
      case "dir" -> "folder of the migrations (default: migrations)";
      case "to" -> "version to stop at";
      case "steps" -> "how many to take back";
      case "phase" -> "expand: only what older code survives";
      case "dry-run" -> "show what would be done, and do nothing";
      case "sql" -> "show every statement whole";
      case "owner" -> "on whose behalf: CLUSTER/NAMESPACE/NAME";
      case "override-owner" -> "why the owner's gate is passed by; kept in the history";
      case "out-of-order" -> "accept an expand migration that came late";
      case "first-install" -> "there is no older code: apply every phase";
      case "report-file" -> "file for the report, up to 4 KiB";
      case "digest" -> "the files must have this fingerprint";
      case "version" -> "the version that the code was built for";
      case "timeout" -> "how long to wait, e.g. 10m";
      case "strict" -> "tell numbers left out of 1, 2, 3";
      case "dialect" -> "postgresql or sqlite";
      case "release" -> "PostgreSQL's major release, e.g. 16 (default: what holds for all)";
      case "config" -> "settings (default: .migrate.toml in the folder or above it)";
      case "baseline" -> "file with the findings that are known";
      case "write-baseline" -> "write all findings into the baseline";
      case "author" -> "who writes it";
      case "from" ->
          "adopt: whose history, e.g. flyway; sql: the highest version that is applied, 0 for none";
      case "map" -> "Alembic: REVISION=VERSION[,…]";
      case "accept-checksum" ->
          "take edited files as they are: the version (repair), or why (adopt)";
      case "recreate" -> "SQLite: the table whose recreate was left half-done";
      case "no-backup" -> "make no backup first";
      case "backup-dir" -> "SQLite: folder of the backups (default: the database's own)";
      case "keep" -> "SQLite: how many backups stay (default: 10)";
      case "backup-command" -> "command that makes the backup first, run by sh -c";
      case "query-file" -> "rehearse: queries whose plans are compared; plan: those of older code";
      case "prove" -> "run it on a copy of the database, and compare what is there";
      case "scratch-dir" -> "SQLite: folder for the copy (default: the system's for such)";
      case "scratch-url", "scratch-url-file" ->
          "plan --prove: PostgreSQL database on whose server the copy is made, or a file with its URL";
      case "structure-only" -> "plan --prove: a copy without rows";
      case "reason" -> "why; kept in the history";
      default -> "";
    };
  }
}
