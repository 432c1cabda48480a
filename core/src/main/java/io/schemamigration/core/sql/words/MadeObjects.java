package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.SchemaObject.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What files, one after another, leave in a database that had none of it, as far as their words
 * show: what one creates and none drops or renames afterwards.
 */
public final class MadeObjects {
  private final Dialect dialect;
  private final Map<SchemaObject, Place> there = new LinkedHashMap<>();

  /** Of no file yet. */
  public MadeObjects(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Which statement made it.
   *
   * @param line from 1
   */
  public record Place(String file, int line) {}

  /** The next file. */
  public MadeObjects add(String file, List<Statement> statements) {
    boolean elsewhere = false;
    for (var statement : statements) {
      for (var change : ObjectChange.of(dialect, statement)) {
        switch (change) {
          case ObjectChange.Elsewhere e -> elsewhere = true;
          case ObjectChange.Made made -> {
            if (!elsewhere || made.object().schema() != null) {
              there.putIfAbsent(made.object(), new Place(file, made.line()));
            }
          }
          case ObjectChange.Gone gone -> remove(gone);
          case ObjectChange.Renamed renamed -> rename(renamed);
        }
      }
    }
    return this;
  }

  /** All of it, in the order of the statements. */
  public Map<SchemaObject, Place> there() {
    return new LinkedHashMap<>(there);
  }

  private void remove(ObjectChange.Gone gone) {
    there
        .keySet()
        .removeIf(object ->
            same(object, gone.object())
                || object.isOf(gone.object())
                || (gone.cascade() && object.kind() == Kind.VIEW));
  }

  /** DROP INDEX doesn't say of which table. */
  private static boolean same(SchemaObject object, SchemaObject named) {
    return object.equals(named)
        || (named.table() == null && object.table() != null && object.of("").equals(named.of("")));
  }

  private void rename(ObjectChange.Renamed renamed) {
    var from = renamed.object();
    var moved = new LinkedHashMap<SchemaObject, Place>();
    there.forEach((object, place) ->
        moved.put(
            same(object, from)
                ? object.named(renamed.name())
                : object.isOf(from) ? object.of(renamed.name()) : object,
            place));
    there.clear();
    there.putAll(moved);
  }

  /**
   * What must not exist before a file runs: it creates it, and nothing before in the file drops or
   * renames it.
   */
  public static Map<SchemaObject, Integer> fresh(Dialect dialect, List<Statement> statements) {
    var fresh = new LinkedHashMap<SchemaObject, Integer>();
    Set<SchemaObject> touched = new HashSet<>();
    for (var change : changes(dialect, statements)) {
      switch (change) {
        case ObjectChange.Elsewhere e -> {
          return fresh;
        }
        case ObjectChange.Gone gone -> touched.add(gone.object());
        case ObjectChange.Renamed renamed -> {
          touched.add(renamed.object());
          touched.add(renamed.object().named(renamed.name()));
        }
        case ObjectChange.Made made -> {
          var object = made.object();
          boolean known = touched.stream().anyMatch(t -> same(object, t) || object.isOf(t));
          if (!known && !made.tolerant()) {
            fresh.putIfAbsent(object, made.line());
          }
          if (object.kind() == Kind.TABLE) {
            touched.add(object); // what is of a table that the file creates is told with it
          }
        }
      }
    }
    return fresh;
  }

  private static List<ObjectChange> changes(Dialect dialect, List<Statement> statements) {
    var changes = new ArrayList<ObjectChange>();
    statements.forEach(statement -> changes.addAll(ObjectChange.of(dialect, statement)));
    return changes;
  }
}
