package io.schemamigration.runner.cli.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The flags that a verb takes. */
public final class Flags {
  private final List<Flag> all;

  private Flags(List<Flag> all) {
    this.all = all;
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
