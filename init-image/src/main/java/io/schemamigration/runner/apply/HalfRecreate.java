package io.schemamigration.runner.apply;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A recreate of a table that a tool without one transaction for it left half-done.
 *
 * @param table that was to be replaced
 * @param copy the new table under its first name
 * @param both whether the old one is still there
 */
public record HalfRecreate(String table, String copy, boolean both) {
  private static final String[] PREFIXES = {"new_", "new__", "tmp_", "_alembic_tmp_"};
  private static final String[] SUFFIXES = {"_new", "__new", "_tmp"};

  /** Those that have this table in them, under either of its names. */
  public static List<HalfRecreate> of(Session session, String name) {
    var tables = new ArrayList<String>();
    for (var row :
        session.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")) {
      tables.add(String.valueOf(row[0]));
    }
    var found = new ArrayList<HalfRecreate>();
    for (var copy : tables) {
      for (var table : replacedBy(copy)) {
        if (table.equalsIgnoreCase(name) || copy.equalsIgnoreCase(name)) {
          found.add(
              new HalfRecreate(table, copy, tables.stream().anyMatch(table::equalsIgnoreCase)));
        }
      }
    }
    return found;
  }

  /** The names of the tables that a table of that name may be the new form of. */
  private static List<String> replacedBy(String copy) {
    var names = new ArrayList<String>();
    var lower = copy.toLowerCase(Locale.ROOT);
    for (var suffix : SUFFIXES) {
      if (lower.endsWith(suffix)) {
        var table = copy.substring(0, copy.length() - suffix.length());
        names.add(table);
        if (table.startsWith("_")) {
          names.add(table.substring(1));
        }
      }
    }
    for (var prefix : PREFIXES) {
      if (lower.startsWith(prefix)) {
        names.add(copy.substring(prefix.length()));
      }
    }
    names.removeIf(n -> n.isEmpty() || n.equals("_") || n.startsWith("_") || n.endsWith("_"));
    return names.stream().distinct().toList();
  }

  /**
   * What to do about an error of SQLite that such a state explains; null where it doesn't.
   *
   * @param message what SQLite said
   */
  static @Nullable String hint(Session session, @Nullable String message) {
    var name = session.dialect() == Dialect.SQLITE && message != null ? missing(message) : null;
    if (name == null) {
      return null;
    }
    var found = of(session, name);
    if (found.size() != 1) {
      return null;
    }
    return found.getFirst().words();
  }

  /** What exists, and what to do about it. */
  String words() {
    return (both
            ? copy + " and " + table + " both exist"
            : copy + " exists and " + table + " is gone")
        + ": another tool may have been interrupted while it replaced the table. If so: migrate repair --recreate "
        + table;
  }

  /** The table that shouldn't exist, or should. */
  private static @Nullable String missing(String message) {
    int gone = message.indexOf("no such table: ");
    if (gone >= 0) {
      var name = message.substring(gone + "no such table: ".length()).strip();
      return name.startsWith("main.") ? name.substring("main.".length()) : name;
    }
    int exists = message.indexOf(" already exists");
    if (message.startsWith("table ") && exists > 0) {
      var name = message.substring("table ".length(), exists).strip();
      return name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
          ? name.substring(1, name.length() - 1)
          : name;
    }
    return null;
  }

  /** How many rows. */
  public static long rows(Session session, String table) {
    return Long.parseLong(
        String.valueOf(session.query("SELECT count(*) FROM " + Sql.quote(table)).getFirst()[0]));
  }
}
