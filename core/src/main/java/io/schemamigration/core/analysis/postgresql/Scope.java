package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Earlier;
import io.schemamigration.core.analysis.NewKeys;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the statements so far have created: nobody else uses it yet. A name that existed before, or
 * may have been, never counts as new again.
 */
final class Scope {
  private final Map<String, Kind> made = new HashMap<>();
  private final Set<String> lost = new HashSet<>();
  private final Set<String> filled = new HashSet<>();
  private final Set<String> computed = new HashSet<>();
  private final Set<String> required = new HashSet<>();
  private final Set<String> enumValues = new HashSet<>();
  private final Set<String> unvalidated = new HashSet<>();
  private final Set<String> locked = new LinkedHashSet<>();
  private final Set<String> loaded = new HashSet<>();
  private final Map<String, Set<String>> followers = new HashMap<>();
  private final Set<String> written = new HashSet<>();
  private final OlderRows olderRows = new OlderRows();
  private final NewKeys keys = new NewKeys();
  private final Folder folder;
  private final Earlier earlier;
  private final Set<String> extended;
  private final List<Statement> passed = new ArrayList<>();
  private boolean open;
  private List<Statement> migration = List.of();

  /**
   * Begins a migration that follows these files.
   *
   * @param folder what they say
   * @param earlier what is in the migrations before
   * @param extended views that the migration recreates with more columns, and nothing else
   */
  Scope(Folder folder, Earlier earlier, Set<String> extended) {
    this.folder = folder;
    this.earlier = earlier;
    this.extended = extended;
  }

  /** What is in the migrations before. */
  Earlier earlier() {
    return earlier;
  }

  /** Whether the view is recreated with nothing but more columns behind those that it has. */
  boolean isExtended(String view) {
    return extended.contains(view.substring(view.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** The statements that are judged now, in their order. */
  void begins(List<Statement> statements) {
    migration = statements;
  }

  /** Those that follow the one that is judged now. */
  List<Statement> later() {
    return migration.stream().skip(passed.size() + 1L).toList();
  }

  /** A statement that has been judged. */
  void passed(Statement statement) {
    passed.add(statement);
  }

  /** Whether nothing of that name can exist: no migration, nor this one so far, has the name. */
  boolean isUnheard(Kind kind, String name) {
    boolean code = kind == Kind.FUNCTION || kind == Kind.TYPE;
    return earlier.lacks(name)
        && !(code && earlier.extend())
        && passed.stream().noneMatch(statement -> Earlier.mentions(statement, name));
  }

  /** What the files before say. */
  Folder folder() {
    return folder;
  }

  /** Tables, views, indexes and sequences share their names. */
  private static String key(Kind kind, String name) {
    return switch (kind) {
      case TABLE, VIEW, INDEX, SEQUENCE -> "relation " + name;
      default -> kind.text() + " " + name;
    };
  }

  /** Whether only this migration knows of it. */
  boolean isNew(Kind kind, String name) {
    return made.containsKey(key(kind, name));
  }

  /** Whether it is a table, and not a view that leads to one that others use. */
  boolean isNewTable(String name) {
    return made.get(key(Kind.TABLE, name)) == Kind.TABLE;
  }

  /** Whether the column, or its table, is new. */
  boolean isNewColumn(String table, String column) {
    return isNewTable(table) || isNew(Kind.COLUMN, Names.member(table, column));
  }

  /** Whether something made IF NOT EXISTS, or in place of another one, is new: nobody made it. */
  boolean isAbsent(Kind kind, String name) {
    return mayBeNew(kind, name) && !isNew(kind, name) && folder.isAbsent(kind, name);
  }

  /** Whether something of that name, if it is created now, is new to all. */
  boolean mayBeNew(Kind kind, String name) {
    return !lost.contains(key(kind, name));
  }

  /** What older code's rows hold in new columns. */
  OlderRows olderRows() {
    return olderRows;
  }

  /** The foreign keys of new tables. */
  NewKeys keys() {
    return keys;
  }

  void make(Kind kind, String name) {
    var key = key(kind, name);
    if (!lost.contains(key)) {
      made.put(key, kind);
    }
  }

  void remove(Kind kind, String name) {
    var key = key(kind, name);
    if (made.remove(key) == null) {
      lost.add(key);
      forgetAliases(name);
    }
    forgetMembers(name);
    olderRows.forget(name);
  }

  /** What is removed by another name, such as {@code pg_temp.t}, may be what was created. */
  private void forgetAliases(String name) {
    var own = name.substring(name.lastIndexOf('.') + 1);
    for (var key : new ArrayList<>(made.keySet())) {
      if (key.endsWith(' ' + own) || key.endsWith('.' + own)) {
        made.remove(key);
      }
    }
  }

  /** Something, by its name without a schema, that runs code when it is read or written. */
  void load(String own) {
    if (loaded.add(own)) {
      for (var follower : followers.getOrDefault(own, Set.of())) {
        load(follower);
      }
    }
  }

  /** Something that reads or writes something else, and so runs the code of that. */
  void follow(String own, String other) {
    followers.computeIfAbsent(other, key -> new HashSet<>()).add(own);
    if (loaded.contains(other)) {
      load(own);
    }
  }

  boolean isLoaded(String own) {
    return loaded.contains(own);
  }

  /** A table, by its name without a schema, that may have rows. */
  void write(String own) {
    written.add(own);
  }

  boolean isWritten(String own) {
    return written.contains(own);
  }

  void rename(Kind kind, String from, String to) {
    var was = made.get(key(kind, from));
    olderRows.rename(from, to);
    remove(kind, from);
    if (was != null) {
      make(was, to);
    } else {
      lost.add(key(kind, to)); // whoever asks for the name finds what others use
    }
    for (var columns : List.of(filled, computed, required)) {
      if (columns.contains(from)) {
        columns.add(to);
      }
    }
  }

  private void forgetMembers(String name) {
    for (var key : new ArrayList<>(made.keySet())) {
      if (key.indexOf(' ' + name + '.') >= 0) {
        made.remove(key);
      }
    }
  }

  /** Names mean other objects from now on, or what was created is gone again. */
  void forget() {
    made.clear();
    filled.clear();
    olderRows.forget();
  }

  /** A new column that has a value in every row, also in those that older code writes. */
  void fill(String column) {
    filled.add(column);
  }

  /** One that no longer has any where older code writes rows. */
  void empty(String column) {
    filled.remove(column);
  }

  /** A new column with a default or the like, which another type may not take. */
  void compute(String column) {
    computed.add(column);
  }

  boolean isComputed(String column) {
    return computed.contains(column);
  }

  /** A new column that takes no NULL. */
  void require(String column) {
    required.add(column);
  }

  boolean isRequired(String column) {
    return required.contains(column);
  }

  boolean isFilled(String column) {
    return filled.contains(column) && isNew(Kind.COLUMN, column);
  }

  void addEnumValue(String value) {
    enumValues.add(value);
  }

  boolean hasNewEnumValues() {
    return !enumValues.isEmpty();
  }

  boolean isNewEnumValue(String value) {
    return enumValues.contains(value);
  }

  /** A constraint that was added without looking at the rows. */
  void addUnvalidated(String constraint) {
    unvalidated.add(constraint);
  }

  boolean isUnvalidated(String constraint) {
    return unvalidated.contains(constraint);
  }

  /** A table that nobody else can read until the migration ends. */
  void lock(String table) {
    locked.add(table);
  }

  Set<String> locked() {
    return locked;
  }

  /** A transaction of the file's own. */
  void begin() {
    open = true;
  }

  void end() {
    open = false;
    locked.clear();
  }

  boolean isOpen() {
    return open;
  }
}
