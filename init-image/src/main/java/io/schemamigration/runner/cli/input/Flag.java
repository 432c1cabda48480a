package io.schemamigration.runner.cli.input;

import java.util.Locale;

/** What {@code migrate} can be told in the form {@code --flag}. */
public enum Flag {
  URL("sqlite:PATH, postgres://USER@HOST/DB or jdbc:postgresql://…"),
  URL_FILE("file with the URL"),
  USER_FILE("file with the user, when not in the URL"),
  PASSWORD_FILE("file with the password, when not in the URL"),
  CA_FILE("CA certificate of the server (PEM); turns on verify-full"),
  HISTORY_SCHEMA("PostgreSQL: schema of the two tables"),
  LOCK_TIMEOUT("how long a statement waits for a lock, e.g. 5s"),
  STATEMENT_TIMEOUT("how long a statement may take, e.g. 10m"),
  OUTPUT("text or json; lint: sarif or github, too"),
  HELP(Kind.SWITCH, "this text"),
  DIR("folder of the migrations (default: migrations)"),
  TO("version to stop at"),
  STEPS("how many to take back"),
  PHASE("expand: only what older code survives"),
  DRY_RUN(Kind.SWITCH, "show what would be done, and do nothing"),
  SQL(Kind.SWITCH, "show every statement whole"),
  OWNER("on whose behalf: CLUSTER/NAMESPACE/NAME"),
  OVERRIDE_OWNER("why the owner's gate is passed by; kept in the history"),
  OUT_OF_ORDER(Kind.SWITCH, "accept an expand migration that came late"),
  FIRST_INSTALL(Kind.SWITCH, "there is no older code: apply every phase"),
  REPORT_FILE("file for the report, up to 4 KiB"),
  DIGEST("the files must have this fingerprint"),
  VERSION("the version that the code was built for"),
  TIMEOUT("how long to wait, e.g. 10m"),
  STRICT(Kind.SWITCH, "tell numbers left out of 1, 2, 3"),
  DIALECT("postgresql or sqlite"),
  RELEASE("PostgreSQL's major release, e.g. 16 (default: what holds for all)"),
  CONFIG("settings (default: .migrate.toml in the folder or above it)"),
  BASELINE("file with the findings that are known"),
  WRITE_BASELINE(Kind.SWITCH, "write all findings into the baseline"),
  AUTHOR("who writes it"),
  FROM("adopt: whose history, e.g. flyway; sql: the highest version that is applied, 0 for none"),
  MAP("Alembic: REVISION=VERSION[,…]"),
  ACCEPT_CHECKSUM("take edited files as they are: the version (repair), or why (adopt)"),
  RECREATE("SQLite: the table whose recreate was left half-done"),
  NO_BACKUP(Kind.SWITCH, "make no backup first"),
  BACKUP_DIR("SQLite: folder of the backups (default: the database's own)"),
  KEEP("SQLite: how many backups stay (default: 10)"),
  BACKUP_COMMAND("command that makes the backup first, run by sh -c"),
  QUERY_FILE("rehearse: queries whose plans are compared; plan: those of older code"),
  PROVE(Kind.SWITCH, "run it on a copy of the database, and compare what is there"),
  SCRATCH_DIR("SQLite: folder for the copy (default: the system's for such)"),
  SCRATCH_URL("plan --prove: PostgreSQL database on whose server the copy is made"),
  SCRATCH_URL_FILE("plan --prove: file with that URL"),
  STRUCTURE_ONLY(Kind.SWITCH, "plan --prove: a copy without rows"),
  REASON("why; kept in the history"),
  APPROVE("the operator's Jobs: what a person approved"),
  CLAIM("the operator's Jobs: contract version to claim or withdraw"),
  CLAIM_ID("the operator's Jobs: identity of the claim"),
  GRANT_WINDOW_TO("the operator's Jobs: version to which the window is widened first"),
  ID("the operator's Jobs: identity of the step"),
  NUMBER("the operator's Jobs: number of the step");

  private enum Kind {
    SWITCH,
    VALUE
  }

  private final String text;
  private final Kind kind;
  private final String meaning;

  Flag(String meaning) {
    this(Kind.VALUE, meaning);
  }

  Flag(Kind kind, String meaning) {
    this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.kind = kind;
    this.meaning = meaning;
  }

  /** Its name, without the dashes. */
  public String text() {
    return text;
  }

  /** What it means, in one line. */
  public String meaning() {
    return meaning;
  }

  /** Whether it stands without a value. */
  boolean isSwitch() {
    return kind == Kind.SWITCH;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return "--" + text;
  }
}
