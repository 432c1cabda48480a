package io.schemamigration.runner.cli.input;

import java.util.Locale;
import java.util.Set;

/** What {@code migrate} can be asked for. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are made by Set.of
public enum Verb {
  UP(
      "apply what is pending",
      "migrate up --url sqlite:app.db --dir migrations",
      Set.of(
          "dir",
          "to",
          "phase",
          "dry-run",
          "sql",
          "owner",
          "override-owner",
          "out-of-order",
          "first-install",
          "report-file",
          "digest",
          "no-backup",
          "backup-dir",
          "keep",
          "backup-command")),
  TO(
      "go to a version, forwards or back",
      "migrate to 3 --url sqlite:app.db --dir migrations",
      Set.of(
          "dir", "dry-run", "override-owner", "no-backup", "backup-dir", "keep", "backup-command")),
  DOWN(
      "take the last migration back, or several",
      "migrate down --to 3 --url sqlite:app.db --dir migrations",
      Set.of(
          "dir",
          "to",
          "steps",
          "dry-run",
          "override-owner",
          "no-backup",
          "backup-dir",
          "keep",
          "backup-command")),
  REDO(
      "take the last migration back and apply it again",
      "migrate redo --url sqlite:app.db --dir migrations",
      Set.of("dir", "override-owner", "no-backup", "backup-dir", "keep", "backup-command")),
  PLAN(
      "show what up would apply",
      "migrate plan --url sqlite:app.db --dir migrations",
      Set.of(
          "dir",
          "to",
          "phase",
          "owner",
          "override-owner",
          "out-of-order",
          "sql",
          "prove",
          "query-file",
          "scratch-dir",
          "scratch-url",
          "scratch-url-file",
          "structure-only")),
  SQL(
      "print what up would do as a script for psql or sqlite3, and do nothing",
      "migrate sql --url postgres://app@db/app --dir migrations > up.sql",
      Set.of("dir", "from", "to", "phase", "dialect", "out-of-order", "override-owner")),
  STATUS(
      "show what is applied and what is pending",
      "migrate status --url sqlite:app.db --dir migrations",
      Set.of("dir")),
  CURRENT(
      "print the highest version that is applied", "migrate current --url sqlite:app.db", Set.of()),
  HISTORY(
      "list every attempt, failed and taken back ones, too",
      "migrate history --url sqlite:app.db",
      Set.of()),
  LATEST(
      "print the highest version: what goes on the pod template",
      "migrate latest --dir migrations",
      Set.of("dir")),
  VERIFY(
      "wait until code built for a version may start",
      "migrate verify --url-file /run/db/url --version 7",
      Set.of("version", "owner", "timeout")),
  VALIDATE(
      "check the files, and against a database that --url names",
      "migrate validate --dir migrations",
      Set.of("dir", "strict", "dialect")),
  LINT(
      "tell what the files would do to older code and to those who use the database",
      "migrate lint --dir migrations --output github",
      Set.of("dir", "dialect", "release", "baseline", "write-baseline", "config")),
  EXPLAIN(
      "tell what a rule of lint finds, and what to do", "migrate explain drop-column", Set.of()),
  SPLIT(
      "take a change apart into migrations that older code survives",
      "migrate split 004_rename.sql --dir migrations --dialect postgresql --dry-run",
      Set.of("dir", "dialect", "dry-run")),
  CREATE(
      "write an empty migration with the next version",
      "migrate create add_email --dir migrations",
      Set.of("dir", "author")),
  RENUMBER(
      "give a migration that nobody has applied the next free version",
      "migrate renumber 003_add_phone.sql --dir migrations",
      Set.of("dir")),
  MERGE(
      "write a migration that comes after all branches, where files say what they depend on",
      "migrate merge --dir migrations",
      Set.of("dir", "author")),
  BASELINE(
      "say which version a database with tables is at",
      "migrate baseline --to 3 --url postgres://app@db/app --dir migrations",
      Set.of("to", "dir", "owner")),
  MARK_ROLLED_BACK(
      "note that somebody took a migration back by hand",
      "migrate mark-rolled-back 3 --url sqlite:app.db --dir migrations",
      Set.of("dir", "override-owner")),
  REPAIR(
      "tell and mend what a run left half-done; take an edited file as it is (--accept-checksum)",
      "migrate repair --url postgres://app@db/app --dir migrations",
      Set.of(
          "dir",
          "accept-checksum",
          "reason",
          "override-owner",
          "recreate",
          "no-backup",
          "backup-dir",
          "keep")),
  ADOPT(
      "go on where another tool is (Flyway, Alembic, sqlx, dbmate, …)",
      "migrate adopt --dry-run --url postgres://app@db/app --dir migrations",
      Set.of("dir", "from", "map", "accept-checksum", "dry-run", "owner")),
  COMPLETION(
      "print the completion for a shell: bash, zsh or fish",
      "source <(migrate completion bash)",
      Set.of()),
  REHEARSE(
      "run what is pending on a copy of the database, and measure it",
      "migrate rehearse --url sqlite:app.db --dir migrations --query-file queries.sql",
      Set.of("dir", "to", "out-of-order", "query-file", "scratch-dir")),
  BACKUP(
      "copy a SQLite database, and check the copy",
      "migrate backup --url sqlite:app.db",
      Set.of("backup-dir", "keep", "backup-command")),
  RESTORE(
      "put a backup in the place of a SQLite database",
      "migrate restore app_pre_v7_20260131_093000.db --url sqlite:app.db",
      Set.of("override-owner")),
  STEP(
      "run one step of a rollout, as the operator's Job does",
      "migrate step expand --number 1 --id 5f1c… --owner … --version 3 --url-file … --dir /migrations",
      Set.of(
          "dir",
          "digest",
          "owner",
          "number",
          "id",
          "version",
          "report-file",
          "first-install",
          "out-of-order",
          "grant-window-to",
          "claim",
          "claim-id",
          "approve",
          "prove",
          "backup-dir",
          "keep"));

  /** Flags without a value. */
  static final Set<String> SWITCHES =
      Set.of(
          "dry-run",
          "no-backup",
          "sql",
          "out-of-order",
          "strict",
          "first-install",
          "write-baseline",
          "prove",
          "structure-only",
          "help");

  /** Flags of every verb that talks to a database. */
  static final Set<String> DATABASE =
      Set.of(
          "url",
          "url-file",
          "user-file",
          "password-file",
          "ca-file",
          "history-schema",
          "lock-timeout",
          "statement-timeout",
          "output",
          "help");

  private final String summary;
  private final String example;
  private final Set<String> flags;

  Verb(String summary, String example, Set<String> flags) {
    this.summary = summary;
    this.example = example;
    this.flags = flags;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String summary() {
    return summary;
  }

  String example() {
    return example;
  }

  Set<String> flags() {
    return flags;
  }

  /** Whether one plain word belongs to it: the step, the new migration's name, the version. */
  boolean takesWord() {
    return this == RESTORE
        || this == STEP
        || this == CREATE
        || this == RENUMBER
        || this == SPLIT
        || this == TO
        || this == MARK_ROLLED_BACK
        || this == MERGE
        || this == EXPLAIN
        || this == COMPLETION
        || takesWords();
  }

  /** Whether any number of them does: files. */
  boolean takesWords() {
    return this == LINT;
  }

  boolean knows(String flag) {
    return flags.contains(flag) || DATABASE.contains(flag);
  }
}
