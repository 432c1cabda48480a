package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.NewKeys;
import java.util.HashSet;
import java.util.Set;

/** What a migration has created and removed before the statement that is judged. */
final class Scope {
  private final SqliteSchema before;
  private final SqliteSchema now;
  private final Set<String> made = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private final NewKeys keys = new NewKeys();
  private final Set<String> empty = new HashSet<>();

  Scope(SqliteSchema before) {
    this.before = before;
    this.now = before.copy();
  }

  /** As it was before the migration. */
  SqliteSchema before() {
    return before;
  }

  /** As it is at the statement that is judged. */
  SqliteSchema now() {
    return now;
  }

  /** The foreign keys of what this migration created. */
  NewKeys keys() {
    return keys;
  }

  /** Whether this migration created it, so that nobody else uses it yet. */
  boolean isOwn(String name) {
    return made.contains(Cursor.key(name));
  }

  void make(String name) {
    made.add(Cursor.key(name));
  }

  /** Removes an object; others may know it unless this migration created it. */
  void take(String name) {
    if (!made.remove(Cursor.key(name))) {
      gone.add(Cursor.key(name));
    }
  }

  void take(String table, String column) {
    gone.add(Cursor.key(table) + "." + Cursor.key(column));
  }

  /** A new column in which older code's rows have NULL. */
  void leaveEmpty(String table, String column) {
    empty.add(Cursor.key(table) + "." + Cursor.key(column));
  }

  boolean isEmpty(String table, String column) {
    return empty.contains(Cursor.key(table) + "." + Cursor.key(column));
  }

  /** Whether others may know another one of that name. */
  boolean isGone(String name) {
    return gone.contains(Cursor.key(name));
  }

  boolean isGone(String table, String column) {
    return gone.contains(Cursor.key(table) + "." + Cursor.key(column));
  }
}
