package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.TableDrops;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's foreign keys around one migration. They are enforced, except while a table is replaced:
 * then the rows that refer to it would be deleted with it. Instead it is looked before COMMIT that
 * every reference still finds its row, but for those that found none before.
 *
 * <p>Can't be left to the file: {@code PRAGMA foreign_keys} does nothing inside a transaction.
 */
public final class ForeignKeys {
  private static final int TOLD = 3;
  private static final ForeignKeys NONE = new ForeignKeys(null, TableDrops.NONE, Dangling.none());

  private final @Nullable Session session;
  private final TableDrops drops;
  private final Dangling dangling;
  private final Map<String, Integer> broken = new LinkedHashMap<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private @Nullable TableParts parts;

  private ForeignKeys(@Nullable Session session, TableDrops drops, Dangling dangling) {
    this.session = session;
    this.drops = drops;
    this.dangling = dangling;
  }

  /** Prepares the connection; has to be called before the transaction of the migration begins. */
  public static ForeignKeys prepare(Session session, List<Statement> statements) {
    return prepare(session, statements, Dangling.none());
  }

  /** The same for one of the migrations of a run. */
  public static ForeignKeys prepare(
      Session session, List<Statement> statements, Dangling dangling) {
    if (session.dialect() != Dialect.SQLITE) {
      return NONE;
    }
    var drops = TableDrops.of(statements);
    session.enforceForeignKeys(drops.enforced());
    boolean ends = !dangling.found().isEmpty() && !dangling.mayStay();
    return drops.enforced() && !ends ? NONE : new ForeignKeys(session, drops, dangling);
  }

  /** Looks after statements in any case; enforcing has to be off. */
  public static ForeignKeys watch(Session session, List<Statement> statements) {
    return new ForeignKeys(session, TableDrops.of(statements), Dangling.none());
  }

  /** Notes what is broken already; inside the transaction, before the first statement. */
  public void begun() {
    if (session == null) {
      return;
    }
    for (var found : find(session).entrySet()) {
      broken.put(found.getKey(), found.getValue().size());
    }
    missing.addAll(missing(session).keySet());
    missing.removeAll(dangling.found());
    parts = TableParts.of(session, drops);
  }

  /**
   * Looks whether the migration broke a reference; inside the transaction, after the last
   * statement.
   *
   * @param told is warned of indexes, triggers and views that went with a table
   * @throws SqlFailure with the first rows whose reference is broken
   */
  public void check(Consumer<String> told) throws SqlFailure {
    if (session == null) {
      return;
    }
    var fresh = new ArrayList<String>();
    int count = 0;
    var referring = find(session);
    for (var found : referring.entrySet()) {
      int more = found.getValue().size() - broken.getOrDefault(found.getKey(), 0);
      for (int i = 0; i < more; i++) {
        count++;
        if (fresh.size() < TOLD) {
          fresh.add(found.getValue().get(i));
        }
      }
    }
    var lost = missing(session);
    lost.keySet().removeAll(missing);
    if (!dangling.mayStay()) {
      count += lost.size();
      fresh.addAll(lost.keySet());
    }
    if (count > 0) {
      throw new SqlFailure(
          "the migration leaves foreign keys without their row: "
              + String.join("; ", fresh)
              + (count > fresh.size() ? "; and " + (count - fresh.size()) + " more" : ""),
          "SQLITE_CONSTRAINT_FOREIGNKEY",
          0,
          "Nothing was changed. Move or delete these rows in the migration itself: while a table is dropped or"
              + " replaced, ON DELETE and ON UPDATE do nothing. A table that others refer to keeps its name: make"
              + " the new one under another name, drop the old one, then rename the new one. If a later file brings"
              + " the table back, put what both do into one file.");
    }
    tell(lost, referring.keySet(), told);
    if (parts != null) {
      parts.tellLost(session, told);
    }
  }

  /** Of each reference once that has lost its table. */
  private void tell(Map<String, String> lost, Set<String> referring, Consumer<String> told) {
    lost.forEach((words, group) -> {
      if (dangling.found().add(words)) {
        boolean used = referring.stream().anyMatch(row -> row.startsWith(group));
        told.accept(
            "note: "
                + words
                + (used ? "; its rows found nothing before, either" : "; no row does")
                + "; a later migration of this run has to correct it");
      }
    });
  }

  /**
   * References to tables that don't exist, each in words, with how {@link #find} calls its rows.
   */
  private static Map<String, String> missing(Session session) {
    var missing = new LinkedHashMap<String, String>();
    for (var row :
        session.query(
            "SELECT DISTINCT m.name, f.\"table\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f"
                + " WHERE m.type = 'table' AND NOT EXISTS (SELECT 1 FROM sqlite_master p WHERE p.type = 'table' AND"
                + " p.name = f.\"table\" COLLATE NOCASE)")) {
      missing.put(
          row[0] + " refers to " + row[1] + ", a table that doesn't exist",
          row[0] + "\0" + row[1] + "\0");
    }
    return missing;
  }

  /**
   * Broken references, each in words, grouped by what stays the same when a table is copied: a row
   * of a table that is recreated may have another rowid afterwards.
   */
  private Map<String, List<String>> find(Session session) {
    var found = new LinkedHashMap<String, List<String>>();
    for (var table :
        session.query(
            "SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
                + " ORDER BY 1")) {
      var name = String.valueOf(table[0]);
      boolean copied = drops.recreated().contains(name.toLowerCase(Locale.ROOT));
      for (var row : broken(session, name)) {
        var group = name + '\0' + row[1] + '\0' + row[2] + (copied ? "" : "\0" + row[0]);
        var rowid = row[0] == null ? "a row" : "row " + row[0];
        found
            .computeIfAbsent(group, g -> new ArrayList<>())
            .add(name + ", " + rowid + ", refers to " + row[1]);
      }
    }
    return found;
  }

  /** Row, parent and number of the key; one row of the error where SQLite can't say which. */
  private static List<@Nullable String[]> broken(Session session, String table) {
    try {
      return session.query(
          "SELECT rowid, parent, fkid FROM pragma_foreign_key_check(?)", (Object) table);
    } catch (DatabaseException e) {
      var said = String.valueOf(e.getMessage()); // what it refers to has no key of that kind
      return List.<@Nullable String[]>of(new @Nullable String[] {null, said, "mismatch"});
    }
  }
}
