package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.end.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In which schema of PostgreSQL the two tables are. The current schema alone doesn't say: once a
 * schema named like the user exists, {@code "$user", public} leads there, and a history that is
 * looked for in the wrong place looks like a new database.
 *
 * @param current where unqualified statements create; null where the path names nothing that exists
 * @param path the setting {@code search_path}
 * @param asked for with {@code --history-schema}, or null
 * @param exists whether the schema asked for exists
 * @param named whether the URL names the path, so that its first schema is meant and no other
 * @param found where tables of those names are, as far as it had to be asked
 */
record Place(
    @Nullable String current,
    String path,
    @Nullable String asked,
    boolean exists,
    boolean named,
    List<Found> found) {
  private static final String USER = "$user";
  private static final int SHOWN = 5;

  private static final String EVERYWHERE =
      "SELECT n.nspname, array_position(current_schemas(false), n.nspname) AS step,"
          + " bool_and(pg_has_role(c.relowner, 'USAGE')) AS own"
          + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relname IN ('"
          + OwnTables.HISTORY
          + "', '"
          + OwnTables.WINDOW
          + "')"
          + " AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'"
          + " GROUP BY n.nspname ORDER BY step, own DESC, n.nspname";

  /**
   * A schema that holds the history, the window or both.
   *
   * @param inPath whether unqualified names lead there
   * @param own whether this user, or a role of which it is a member, created them
   */
  record Found(String schema, boolean inPath, boolean own) {}

  /** Makes the list safe to share. */
  Place {
    found = List.copyOf(found);
  }

  /** A condition: one of the two tables is in that schema, an expression. Needs no scan. */
  static String isIn(String schema) {
    var name = "to_regclass(quote_ident(" + schema + ") || '.";
    return "("
        + name
        + OwnTables.WINDOW
        + "') IS NOT NULL OR "
        + name
        + OwnTables.HISTORY
        + "') IS NOT NULL)";
  }

  /**
   * Every schema that has such tables, those of the path first and in its order. Asked only where
   * neither the URL nor the current schema answers: it takes the server longer than all else of a
   * login.
   */
  static List<Found> everywhere(Connection connection) throws SQLException {
    var found = new ArrayList<Found>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(EVERYWHERE)) {
      while (row.next()) {
        found.add(new Found(row.getString(1), row.getString(2) != null, row.getBoolean(3)));
      }
    }
    return found;
  }

  /**
   * The schema of the two tables, be they there or to be created.
   *
   * @throws RefusedException where it can't be known, or where the schema that is named doesn't
   *     exist
   */
  String schema() {
    var here = current;
    refuseMissing(here);
    if (here == null) {
      throw wrong(
          "the search_path of this user names no schema that exists",
          "Create the schema, or name one in the URL: currentSchema=NAME.");
    }
    if (asked != null) {
      return asked(asked, here);
    }
    if (named || has(here)) {
      return here;
    }
    var first = found.stream().filter(Found::inPath).findFirst();
    if (first.isPresent() && first.get().own()) {
      return first.get().schema();
    }
    var suspects = found.stream().filter(f -> f.inPath() || f.own()).map(Found::schema).toList();
    if (!suspects.isEmpty()) {
      throw elsewhere(here, suspects);
    }
    return here;
  }

  /** The schema that is asked for, or the current one, without a look at what exists. */
  String taken() {
    return asked != null ? asked : current != null ? current : "public";
  }

  /** A path that falls through to the next schema answers for a tenant that doesn't exist. */
  private void refuseMissing(@Nullable String here) {
    var first = first();
    boolean fixed = !first.isEmpty() && !first.equals(USER) && !first.startsWith("pg_");
    if (fixed && !first.equals(here)) {
      throw wrong(
          "the search_path is "
              + path
              + ", but there is no schema "
              + first
              + " that this user may use",
          "Create the schema "
              + first
              + ", grant USAGE on it, or correct the name"
              + (here == null ? "." : ": otherwise everything would go to " + here + "."));
    }
  }

  private String asked(String schema, String here) {
    if (!exists) {
      throw wrong(
          "there is no schema " + schema + ", which --history-schema names",
          "Create it, or correct the name.");
    }
    if (!schema.equals(here) && !has(schema) && has(here)) {
      throw new RefusedException(
          Reason.HISTORY_LOST,
          "the statements would run in the schema "
              + here
              + ", whose history is in "
              + here
              + " itself, not in "
              + schema,
          "To work in "
              + schema
              + ", put currentSchema="
              + schema
              + " into the URL: --history-schema only says where the history is. To move the history: ALTER TABLE … SET"
              + " SCHEMA, for both tables.");
    }
    return schema;
  }

  private boolean has(String schema) {
    return found.stream().anyMatch(f -> f.schema().equals(schema));
  }

  /** The first name of the path, as the server reads it. */
  private String first() {
    var text = path.strip();
    if (!text.startsWith("\"")) {
      int comma = text.indexOf(',');
      return (comma < 0 ? text : text.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
    }
    var name = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == '"' && (i + 1 == text.length() || text.charAt(++i) != '"')) {
        break;
      }
      name.append(text.charAt(i));
    }
    return name.toString();
  }

  private static RefusedException wrong(String message, String hint) {
    return new RefusedException(Reason.CREDENTIALS_INVALID, message, hint);
  }

  private static RefusedException elsewhere(String here, List<String> suspects) {
    var names = String.join(", ", suspects.subList(0, Math.min(SHOWN, suspects.size())));
    var more = suspects.size() > SHOWN ? " and " + (suspects.size() - SHOWN) + " more" : "";
    return new RefusedException(
        Reason.HISTORY_LOST,
        "the current schema is "
            + here
            + ", which has no history of migrations, but there is one in "
            + names
            + more,
        "To continue that one: --history-schema "
            + suspects.getFirst()
            + " (SchemaMigration: spec.database.historySchema), or currentSchema="
            + suspects.getFirst()
            + " in the URL for the statements, too. To begin one in "
            + here
            + ": currentSchema="
            + here
            + " in the URL.");
  }
}
