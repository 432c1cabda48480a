package io.schemamigration.runner.cli.input;

import java.util.Locale;

/**
 * What {@code migrate} can be asked for. Parsing, help, completion and suggestions all derive from
 * what is declared here.
 */
@SuppressWarnings("ImmutableEnumChecker") // Flags holds one list, made by List.copyOf
public enum Verb {
  UP(
      "apply what is pending",
      "migrate up --url sqlite:app.db --dir migrations",
      Words.NONE,
      Flags.of(
              Flag.DIR,
              Flag.TO,
              Flag.DRY_RUN,
              Flag.YES,
              Flag.PHASE,
              Flag.SQL,
              Flag.OUT_OF_ORDER,
              Flag.OVERRIDE_OWNER,
              Flag.OWNER,
              Flag.FIRST_INSTALL,
              Flag.REPORT_FILE,
              Flag.DIGEST)
          .withBackup()
          .withDatabase()),
  TO(
      "go to a version, forward or back",
      "migrate to 3 --url sqlite:app.db --dir migrations",
      Words.ONE,
      Flags.of(Flag.DIR, Flag.DRY_RUN, Flag.SQL, Flag.OVERRIDE_OWNER, Flag.YES)
          .withBackup()
          .withDatabase()),
  DOWN(
      "roll back the last migration, or several",
      "migrate down --to 3 --url sqlite:app.db --dir migrations",
      Words.NONE,
      Flags.of(Flag.DIR, Flag.TO, Flag.STEPS, Flag.DRY_RUN, Flag.OVERRIDE_OWNER)
          .withBackup()
          .withDatabase()),
  REDO(
      "roll back the last migration and apply it again",
      "migrate redo --url sqlite:app.db --dir migrations",
      Words.NONE,
      Flags.of(Flag.DIR, Flag.OVERRIDE_OWNER).withBackup().withDatabase()),
  PLAN(
      "show what up would apply",
      "migrate plan --url sqlite:app.db --dir migrations",
      Words.NONE,
      Flags.of(
              Flag.DIR,
              Flag.TO,
              Flag.SQL,
              Flag.EXIT_CODE,
              Flag.PROVE,
              Flag.PHASE,
              Flag.OWNER,
              Flag.OVERRIDE_OWNER,
              Flag.OUT_OF_ORDER,
              Flag.FIRST_INSTALL,
              Flag.DIGEST,
              Flag.QUERY_FILE,
              Flag.SCRATCH_DIR,
              Flag.SCRATCH_URL,
              Flag.SCRATCH_URL_FILE,
              Flag.STRUCTURE_ONLY)
          .withDatabase()),
  SQL(
      "print what up would do as a script for psql or sqlite3, and do nothing",
      "migrate sql --url postgres://app@db/app --dir migrations > up.sql",
      Words.NONE,
      Flags.of(
              Flag.DIR,
              Flag.FROM,
              Flag.TO,
              Flag.PHASE,
              Flag.DIALECT,
              Flag.OUT_OF_ORDER,
              Flag.OVERRIDE_OWNER)
          .withDatabase()),
  STATUS(
      "show what is applied and what is pending",
      "migrate status --url sqlite:app.db --dir migrations",
      Words.NONE,
      Flags.of(Flag.DIR, Flag.EXIT_CODE).withDatabase()),
  CURRENT(
      "print the highest version that is applied",
      "migrate current --url sqlite:app.db",
      Words.NONE,
      Flags.of(Flag.DIR).withDatabase()),
  HISTORY(
      "list every attempt, including failed and rolled-back ones",
      "migrate history --url sqlite:app.db",
      Words.NONE,
      Flags.of(Flag.DIR).withDatabase()),
  LATEST(
      "print the highest version: the one for the pod template",
      "migrate latest --dir migrations",
      Words.NONE,
      Flags.of(Flag.DIR)),
  VERIFY(
      "wait until code built for a version may start",
      "migrate verify --url-file /run/db/url --version 7",
      Words.NONE,
      Flags.of(Flag.VERSION, Flag.OWNER, Flag.TIMEOUT).withDatabase()),
  VALIDATE(
      "check the files, and compare them with the database that --url names",
      "migrate validate --dir migrations",
      Words.NONE,
      Flags.of(Flag.DIR, Flag.STRICT, Flag.DIALECT).withDatabase()),
  LINT(
      "report what the files would do to older code and to users of the database",
      "migrate lint --dir migrations --output github",
      Words.ANY,
      Flags.of(
              Flag.DIR, Flag.DIALECT, Flag.RELEASE, Flag.BASELINE, Flag.WRITE_BASELINE, Flag.CONFIG)
          .withUrl()),
  EXPLAIN(
      "explain what a lint rule finds, and what to do about it",
      "migrate explain drop-column",
      Words.ONE,
      Flags.of()),
  SPLIT(
      "split a change into migrations that older code survives",
      "migrate split 004_rename.sql --dir migrations --dialect postgresql --dry-run",
      Words.ONE,
      Flags.of(Flag.DIR, Flag.DIALECT, Flag.DRY_RUN).withDatabase()),
  CREATE(
      "write an empty migration with the next version",
      "migrate create add_email --dir migrations",
      Words.ONE,
      Flags.of(Flag.DIR, Flag.AUTHOR)),
  RENUMBER(
      "give a migration that isn't applied anywhere the next free version",
      "migrate renumber 003_add_phone.sql --dir migrations",
      Words.ONE,
      Flags.of(Flag.DIR).withDatabase()),
  MERGE(
      "write a migration that joins all branches, if files declare what they depend on",
      "migrate merge --dir migrations",
      Words.ONE,
      Flags.of(Flag.DIR, Flag.AUTHOR).withUrl()),
  BASELINE(
      "record which version an existing database is at",
      "migrate baseline --to 3 --url postgres://app@db/app --dir migrations",
      Words.NONE,
      Flags.of(Flag.TO, Flag.DIR, Flag.OWNER).withDatabase()),
  MARK_APPLIED(
      "record that a migration was applied by hand or by another tool",
      "migrate mark-applied 3 --reason 'by hand' --url sqlite:app.db --dir migrations",
      Words.ONE,
      Flags.of(Flag.DIR, Flag.REASON, Flag.YES, Flag.OVERRIDE_OWNER).withDatabase()),
  MARK_ROLLED_BACK(
      "record that a migration was rolled back by hand",
      "migrate mark-rolled-back 3 --url sqlite:app.db --dir migrations",
      Words.ONE,
      Flags.of(Flag.DIR, Flag.OVERRIDE_OWNER).withDatabase()),
  REPAIR(
      "report and fix what a run left half-done; accept an edited file (--accept-checksum)",
      "migrate repair --url postgres://app@db/app --dir migrations",
      Words.NONE,
      Flags.of(Flag.DIR, Flag.ACCEPT_CHECKSUM, Flag.REASON, Flag.OVERRIDE_OWNER, Flag.RECREATE)
          .withBackup()
          .withDatabase()),
  ADOPT(
      "continue from another tool's history (Flyway, Alembic, sqlx, dbmate, …)",
      "migrate adopt --dry-run --url postgres://app@db/app --dir migrations",
      Words.NONE,
      Flags.of(
              Flag.DIR,
              Flag.FROM,
              Flag.MAP,
              Flag.TABLE,
              Flag.TIME_ZONE,
              Flag.ACCEPT_CHECKSUM,
              Flag.YES,
              Flag.DRY_RUN,
              Flag.OWNER)
          .withDatabase()),
  COMPLETION(
      "print the completion script for a shell: bash, zsh or fish",
      "source <(migrate completion bash)",
      Words.ONE,
      Flags.of()),
  REHEARSE(
      "run what is pending on a copy of the database, and measure it",
      "migrate rehearse --url sqlite:app.db --dir migrations --query-file queries.sql",
      Words.NONE,
      Flags.of(Flag.DIR, Flag.TO, Flag.OUT_OF_ORDER, Flag.QUERY_FILE, Flag.SCRATCH_DIR)
          .withDatabase()),
  BACKUP(
      "copy a SQLite database, and check the copy",
      "migrate backup --url sqlite:app.db",
      Words.NONE,
      Flags.of(Flag.BACKUP_DIR, Flag.KEEP, Flag.BACKUP_COMMAND).withDatabase()),
  RESTORE(
      "replace a SQLite database with a backup",
      "migrate restore app_pre_v7_20260131_093000.db --url sqlite:app.db",
      Words.ONE,
      Flags.of(Flag.OVERRIDE_OWNER).withDatabase()),
  STEP(
      "run one step of a rollout, as the operator's Job does",
      "migrate step expand --number 1 --id 5f1c… --owner … --version 3 --url-file … --dir"
          + " /migrations",
      Words.ONE,
      Flags.of(
              Flag.DIR,
              Flag.DIGEST,
              Flag.OWNER,
              Flag.NUMBER,
              Flag.ID,
              Flag.VERSION,
              Flag.REPORT_FILE,
              Flag.FIRST_INSTALL,
              Flag.KNOWN_MINIMUM,
              Flag.OUT_OF_ORDER,
              Flag.GRANT_WINDOW_TO,
              Flag.CLAIM,
              Flag.CLAIM_ID,
              Flag.APPROVE,
              Flag.PROVE,
              Flag.BACKUP_DIR,
              Flag.KEEP)
          .withDatabase());

  /** How many plain words belong to a verb: the step, the new migration's name, the version. */
  enum Words {
    NONE,
    ONE,
    ANY
  }

  private final String text;
  private final String summary;
  private final String example;
  private final Words words;
  private final Flags flags;

  Verb(String summary, String example, Words words, Flags flags) {
    this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.summary = summary;
    this.example = example;
    this.words = words;
    this.flags = flags;
  }

  /**
   * The verb of that name.
   *
   * @throws UsageException when there is none, with the one that was probably meant
   */
  public static Verb named(String text) {
    for (var verb : values()) {
      if (verb.text.equals(text)) {
        return verb;
      }
    }
    var meant = OtherTools.verb(text);
    throw new UsageException(
        "there is no verb '"
            + text
            + "'"
            + (meant == null ? "; see" : "; did you mean '" + meant + "'? See")
            + " migrate --help");
  }

  public String text() {
    return text;
  }

  public String summary() {
    return summary;
  }

  public Flags flags() {
    return flags;
  }

  /** Whether it is refused without that flag. */
  boolean needs(Flag flag) {
    return switch (this) {
      case BASELINE -> flag == Flag.TO;
      case MARK_APPLIED -> flag == Flag.REASON;
      case STEP -> flag == Flag.NUMBER || flag == Flag.ID || flag == Flag.OWNER;
      default -> false;
    };
  }

  String example() {
    return example;
  }

  /** Whether one more plain word belongs to it. */
  boolean takesWord(int before) {
    return words == Words.ANY || (words == Words.ONE && before == 0);
  }
}
