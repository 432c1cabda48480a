package io.schemamigration.runner.cli.input;

import java.util.Locale;

/** What {@code migrate} takes in the form {@code --flag}. */
public enum Flag {
  URL("sqlite:PATH, postgres://USER@HOST/DB or jdbc:postgresql://…"),
  URL_FILE("file with the URL"),
  USER_FILE("file with the user, when not in the URL"),
  PASSWORD_FILE("file with the password, when not in the URL"),
  CA_FILE("CA certificate of the server (PEM); turns on verify-full"),
  HISTORY_SCHEMA(
      "PostgreSQL: schema of the two tables, not of the statements (default: the current one)"),
  LOCK_TIMEOUT("PostgreSQL: how long a statement waits for a lock (default: 5s, five times)"),
  STATEMENT_TIMEOUT("PostgreSQL: how long a statement may take, e.g. 10m (default: no limit)"),
  OUTPUT("text or json (default: text)"),
  HELP(Kind.SWITCH, "this text"),
  DIR("folder of the migrations (default: migrations, db/migrations, …)"),
  TO("version to stop at (default: the highest)"),
  STEPS("how many to roll back (default: 1)"),
  PHASE("expand: only what keeps older code working (default: every phase)"),
  DRY_RUN(Kind.SWITCH, "show what would be done, without doing it"),
  SQL(Kind.SWITCH, "show every statement in full"),
  OWNER("the owner on whose behalf it runs: CLUSTER/NAMESPACE/NAME"),
  OVERRIDE_OWNER("why the owner's gate is bypassed; kept in the history"),
  OUT_OF_ORDER(Kind.SWITCH, "accept an expand migration that arrived late"),
  FIRST_INSTALL(Kind.SWITCH, "there is no older code: apply every phase"),
  REPORT_FILE("file for the report, up to 4 KiB"),
  DIGEST("the digest that the files must have"),
  VERSION("the version that the code was built for"),
  TIMEOUT("how long to wait (default: 10m)"),
  STRICT(Kind.SWITCH, "report gaps in 1, 2, 3"),
  DIALECT("postgresql or sqlite (default: that of the URL, else postgresql)"),
  RELEASE("PostgreSQL's major release, e.g. 16 (default: what all releases have in common)"),
  CONFIG("settings file (default: .migrate.toml in the folder or above it)"),
  BASELINE("file with known findings, which are not reported again"),
  WRITE_BASELINE(Kind.SWITCH, "write all findings into the baseline"),
  AUTHOR("who wrote it"),
  FROM("the highest version that is applied, 0 for none"),
  MAP("the version that a revision or a row's name stands for: NAME=VERSION[,…]"),
  TABLE("the other tool's table, where it has another name: [SCHEMA.]NAME"),
  TIME_ZONE("zone of times that were noted without one, e.g. UTC (default: the system's)"),
  ACCEPT_CHECKSUM("accept an edited file: its version"),
  RECREATE("SQLite: the table that was left half recreated"),
  NO_BACKUP(Kind.SWITCH, "don't make a backup first"),
  BACKUP_DIR("SQLite: folder of the backups (default: the database's own)"),
  KEEP("SQLite: how many backups to keep (default: 10)"),
  BACKUP_COMMAND("command that makes the backup first, run with sh -c"),
  QUERY_FILE("file with queries of older code: statements, or CSV"),
  PROVE(Kind.SWITCH, "run it on a copy of the database, and compare the result"),
  SCRATCH_DIR("SQLite: folder for the copy (default: the system's temporary folder)"),
  SCRATCH_URL("plan --prove: PostgreSQL database on whose server the copy is created"),
  SCRATCH_URL_FILE("plan --prove: file with that URL"),
  STRUCTURE_ONLY(Kind.SWITCH, "plan --prove: copy the structure only, without rows"),
  EXIT_CODE(Kind.SWITCH, "exit with 6 if something is pending"),
  REASON("why; kept in the history"),
  YES(Kind.SWITCH, "don't ask: take what is shown as approved"),
  APPROVE("the operator's Jobs: digest of the files that a person approved"),
  CLAIM("the operator's Jobs: the contract version that is claimed"),
  CLAIM_ID("the operator's Jobs: the step that made the claim"),
  GRANT_WINDOW_TO("the operator's Jobs: PostgreSQL role that may read the window"),
  ID("the operator's Jobs: the step's identity"),
  KNOWN_MINIMUM("the operator's Jobs: the minimum that the database reported before"),
  NUMBER("the operator's Jobs: the step's number; a lower one is refused");

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
