package io.schemamigration.runner.apply;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.MadeObjects;
import io.schemamigration.core.sql.words.SchemaObject;
import io.schemamigration.core.sql.words.SchemaObject.Kind;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.run.ObjectLook;
import io.schemamigration.runner.run.StatementFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a migration creates and exists although the migration isn't applied: someone did it by hand,
 * or another tool did a part of it.
 *
 * @param found what exists, in the order of the statements
 * @param all whether the database is as the file would leave it, as far as that shows
 */
public record AlreadyThere(Version version, List<Found> found, boolean all) {
  private static final Set<String> STATES = Set.of("42P07", "42701", "42710", "42P06", "42723");

  /** Makes the list safe to share. */
  public AlreadyThere {
    found = List.copyOf(found);
  }

  /**
   * One of them.
   *
   * @param line of the statement that creates it
   * @param todo what to do about it, so that the file can run
   */
  public record Found(SchemaObject object, int line, String todo) {}

  /** Looks for what the file creates; finds nothing where that can't be read. */
  public static AlreadyThere of(Session session, Migration migration) {
    return of(session, migration, migration.up());
  }

  private static AlreadyThere of(Session session, Migration migration, List<Statement> statements) {
    var dialect = session.dialect();
    var fresh = MadeObjects.fresh(dialect, statements);
    var left = new MadeObjects(dialect).add(migration.file(), statements).there().keySet();
    var found = new ArrayList<Found>();
    try {
      var look = new ObjectLook(session);
      fresh.forEach((object, line) -> {
        if (look.exists(object)) {
          found.add(new Found(object, line, todo(session, object)));
        }
      });
      boolean all =
          left.stream().allMatch(look::exists)
              && found.stream().allMatch(one -> left.contains(one.object()));
      return new AlreadyThere(migration.version(), found, all);
    } catch (DatabaseException e) {
      session.rollback(); // a hint isn't worth another error
      return new AlreadyThere(migration.version(), List.of(), false);
    }
  }

  /** What to do about an error that says that something exists; null for other errors. */
  static @Nullable String hint(Session session, Migration migration, StatementFailure e) {
    var message = String.valueOf(e.said().getMessage());
    boolean twice =
        session.dialect() == Dialect.POSTGRESQL
            ? STATES.contains(e.said().state())
            : message.contains(" already exists") || message.contains("duplicate column name");
    if (!twice) {
      return null;
    }
    var there = of(session, migration, notDone(migration, e.number()));
    var half = HalfRecreate.hint(session, message);
    if (half != null && there.found().size() <= 1) {
      return half;
    }
    return (there.found().isEmpty() ? "" : there.words() + ". ") + there.advice();
  }

  /** What an earlier statement outside of a transaction made is this run's own. */
  private static List<Statement> notDone(Migration migration, int failed) {
    var all = migration.up();
    boolean apart = !migration.transactional() && failed > 0 && failed <= all.size();
    return apart ? all.subList(failed - 1, all.size()) : all;
  }

  /** What exists. */
  public String words() {
    var names = found.stream().map(f -> f.object() + " (line " + f.line() + ")").toList();
    return (all
            ? "All that the file creates exists already: "
            : "Of what the file creates, these exist already: ")
        + String.join(", ", names);
  }

  /** What to do: record it as applied, or clear the way. */
  public String advice() {
    var applied = "migrate mark-applied " + version + " --reason WHY";
    var todos = String.join("; ", found.stream().map(Found::todo).distinct().toList());
    if (todos.isEmpty()) {
      return "Correct the file; nothing of it stays in the database. If all of it has been applied by hand or by"
          + " another tool: "
          + applied;
    }
    var part = todos + "; then migrate up";
    return all
        ? "If the file has been applied by hand or by another tool: "
            + applied
            + ". If not: "
            + part
        : "A part of it was applied by hand or by another tool. Undo that part: "
            + part
            + ". Or complete it by hand, and: "
            + applied;
  }

  private static String todo(Session session, SchemaObject object) {
    if (object.kind() == Kind.TABLE && session.dialect() == Dialect.SQLITE) {
      var half = HalfRecreate.of(session, object.name());
      if (half.size() == 1) {
        return half.getFirst().words();
      }
    }
    var schema = object.schema() == null ? "" : Sql.quote(String.valueOf(object.schema())) + ".";
    var drop =
        object.kind() == Kind.COLUMN
            ? "ALTER TABLE "
                + schema
                + Sql.quote(String.valueOf(object.table()))
                + " DROP COLUMN "
                + Sql.quote(object.name())
            : "DROP " + object.kind() + " " + schema + Sql.quote(object.name());
    return object.kind() == Kind.TABLE
        ? drop
            + (isEmpty(session, schema + Sql.quote(object.name()))
                ? " (it is empty)"
                : " (it has rows)")
        : drop;
  }

  private static boolean isEmpty(Session session, String table) {
    return session.query("SELECT 1 FROM " + table + " LIMIT 1").isEmpty();
  }
}
