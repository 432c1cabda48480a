package io.schemamigration.runner.cli.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The flags that a verb takes. */
public final class Flags {
  private static final List<Flag> CONNECTION =
      List.of(
          Flag.URL_FILE,
          Flag.USER_FILE,
          Flag.PASSWORD_FILE,
          Flag.CA_FILE,
          Flag.HISTORY_SCHEMA,
          Flag.LOCK_TIMEOUT,
          Flag.STATEMENT_TIMEOUT,
          Flag.SCRATCH_URL,
          Flag.SCRATCH_URL_FILE);
  private static final List<Flag> BACKUP =
      List.of(Flag.NO_BACKUP, Flag.BACKUP_DIR, Flag.KEEP, Flag.BACKUP_COMMAND);
  private static final List<Flag> EVERYWHERE = List.of(Flag.OUTPUT, Flag.HELP);

  private final List<Flag> all;

  private Flags(List<Flag> all) {
    this.all = all;
  }

  /** What the verb is about: database and folder first, then its own in the order of their use. */
  List<Flag> own() {
    var own = new ArrayList<Flag>();
    for (var first : List.of(Flag.URL, Flag.DIR)) {
      if (all.contains(first)) {
        own.add(first);
      }
    }
    for (var flag : all) {
      if (!own.contains(flag)
          && !CONNECTION.contains(flag)
          && !BACKUP.contains(flag)
          && !EVERYWHERE.contains(flag)) {
        own.add(flag);
      }
    }
    return own;
  }

  /** How the database is reached, apart from its URL. */
  List<Flag> connection() {
    return CONNECTION.stream().filter(all::contains).toList();
  }

  /** Which copy is made first. */
  List<Flag> backup() {
    return BACKUP.stream().filter(all::contains).toList();
  }

  /** What every verb takes. */
  static List<Flag> everywhere() {
    return EVERYWHERE;
  }

  /** These, and the two that every verb takes. */
  static Flags of(Flag... flags) {
    return new Flags(List.of(flags)).and(Flag.OUTPUT, Flag.HELP);
  }

  /** These and those that name a database, for a verb that asks only of what kind it is. */
  Flags withUrl() {
    return and(Flag.URL, Flag.URL_FILE);
  }

  /** These and what a verb needs that talks to a database. */
  Flags withDatabase() {
    return withUrl()
        .and(
            Flag.USER_FILE,
            Flag.PASSWORD_FILE,
            Flag.CA_FILE,
            Flag.HISTORY_SCHEMA,
            Flag.LOCK_TIMEOUT,
            Flag.STATEMENT_TIMEOUT);
  }

  /** These and what a verb needs that makes a backup first. */
  Flags withBackup() {
    return and(Flag.NO_BACKUP, Flag.BACKUP_DIR, Flag.KEEP, Flag.BACKUP_COMMAND);
  }

  private Flags and(Flag... more) {
    var both = new ArrayList<>(all);
    both.addAll(List.of(more));
    return new Flags(List.copyOf(both));
  }

  /**
   * The flag of that name.
   *
   * @throws UsageException with the nearest name when none of them has it
   */
  Flag named(String name, Verb verb) {
    for (var flag : all) {
      if (flag.text().equals(name)) {
        return flag;
      }
    }
    var names = inOrder().stream().map(Flag::text).toList();
    var meant = OtherTools.flag(name, names);
    throw new UsageException(
        "migrate "
            + verb.text()
            + " has no flag --"
            + name
            + "; it has --"
            + String.join(", --", names)
            + (meant == null ? "" : "\n  Did you mean --" + meant + "?"));
  }

  /** As a list in the order of their names. */
  public List<Flag> inOrder() {
    var sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(Flag::text));
    return sorted;
  }

  boolean contains(Flag flag) {
    return all.contains(flag);
  }
}
