package io.schemamigration.runner.prove;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.end.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a PostgreSQL database has, without its rows but with the history: enough to see what a
 * migration does to it, and to be had while others use it. Nobody is kept waiting: only the
 * catalogs and the runner's own tables are read.
 */
public final class Structure {
  private static final int SHOWN = 5;
  private static final String PLAINLY = "SELECT set_config('search_path', '', false)";
  private static final String ADVICE =
      "Prove it on a server restored from a backup, or while nobody is connected to the database: then"
          + " the whole database is copied as it is. Nothing was changed.";

  /** What an object is, and the statement that makes it; null where nothing is known that does. */
  private record Piece(String what, @Nullable String sql) {}

  /** A table of the runner's own with its rows as JSON. */
  private record OwnRows(String table, @Nullable String identity, String rows) {}

  private final List<Piece> pieces;
  private final Catalog catalog;
  private final Set<String> names;
  private final List<OwnRows> own;

  private Structure(List<Piece> pieces, Catalog catalog, Set<String> names, List<OwnRows> own) {
    this.pieces = pieces;
    this.catalog = catalog;
    this.names = names;
    this.own = own;
  }

  /**
   * Reads it.
   *
   * @param told what the copy won't show
   */
  public static Structure of(Session original, Consumer<String> told) {
    try {
      original.ask(PLAINLY);
      var pieces = new ArrayList<Piece>();
      for (var row : original.ask(StructureSql.STATEMENTS)) {
        pieces.add(new Piece(String.valueOf(row[0]), row[1]));
      }
      var own = new ArrayList<OwnRows>();
      for (var row : original.ask(StructureSql.OWN_TABLES)) {
        var table = String.valueOf(row[0]);
        var rows = original.ask("SELECT coalesce(json_agg(x), '[]')::text FROM " + table + " x");
        own.add(new OwnRows(table, row[1], String.valueOf(rows.getFirst()[0])));
      }
      var others = new ArrayList<String>();
      for (var row : original.ask(StructureSql.OTHERS)) {
        others.add(row[0] + " (" + row[1] + ")");
      }
      if (!others.isEmpty()) {
        told.accept(
            "note: tables of other users, which a migration may change on the copy, but not here: "
                + shown(others));
      }
      return new Structure(pieces, Catalog.of(original), names(original), own);
    } catch (SqlFailure e) {
      throw refused("can't read the structure of the database: " + e.getMessage());
    }
  }

  /**
   * Makes the same in an empty database.
   *
   * @throws RefusedException where the copy isn't like the original in all that is known of it
   */
  public void makeIn(Session empty) {
    try {
      empty.ask(PLAINLY);
      empty.execute("SET check_function_bodies = off");
      empty.execute("SET synchronous_commit = off");
      make(empty);
      refuseDifferent(empty);
      for (var rows : own) {
        fill(empty, rows);
      }
    } catch (SqlFailure e) {
      throw refused("can't copy the structure: " + e.getMessage());
    }
  }

  /** What needs something that doesn't exist yet is tried again after the rest. */
  private void make(Session empty) {
    var missing = pieces;
    while (!missing.isEmpty()) {
      var again = new ArrayList<Piece>();
      var said = "";
      for (var piece : missing) {
        var error = error(empty, piece);
        if (error != null) {
          said = again.isEmpty() ? piece.what() + ": " + error : said;
          again.add(piece);
        }
      }
      if (again.size() == missing.size()) {
        throw refused("the structure can't be copied: " + said);
      }
      missing = again;
    }
  }

  private static @Nullable String error(Session empty, Piece piece) {
    if (piece.sql() == null) {
      return "this kind of object can't be copied";
    }
    try {
      empty.execute(piece.sql());
      return null;
    } catch (SqlFailure e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** A proof on a copy that lacks something would prove nothing about it. */
  private void refuseDifferent(Session copy) throws SqlFailure {
    var different = new LinkedHashSet<String>();
    var there = Catalog.of(copy).objects();
    catalog
        .objects()
        .forEach((name, what) -> {
          if (!what.equals(there.get(name))) {
            different.add(name);
          }
        });
    there.keySet().stream().filter(n -> !catalog.objects().containsKey(n)).forEach(different::add);
    var named = names(copy);
    names.stream().filter(n -> !named.contains(n)).forEach(different::add);
    named.stream().filter(n -> !names.contains(n)).forEach(different::add);
    if (!different.isEmpty()) {
      throw refused(
          "the copy of the structure differs from the database in: "
              + shown(new ArrayList<>(different)));
    }
  }

  private static Set<String> names(Session session) throws SqlFailure {
    var names = new LinkedHashSet<String>();
    for (var row : session.ask(StructureSql.NAMES)) {
      names.add(String.valueOf(row[0]));
    }
    return names;
  }

  private static void fill(Session copy, OwnRows own) throws SqlFailure {
    copy.change(
        "INSERT INTO "
            + own.table()
            + " OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::"
            + own.table()
            + ", ?::json)",
        own.rows());
    if (own.identity() != null) {
      copy.ask(
          "SELECT setval(pg_get_serial_sequence(?, ?), coalesce(max(id), 1), max(id) IS NOT NULL) FROM "
              + own.table(),
          own.table(),
          own.identity());
    }
  }

  private static String shown(List<String> all) {
    var some = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() <= SHOWN ? some : some + " and " + (all.size() - SHOWN) + " more";
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Reason.RUNNER_FAILED, message, ADVICE);
  }
}
