package io.schemamigration.runner.prove;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Queries of older code: statements, or the column {@code query} of a CSV file, as {@code COPY
 * (SELECT query FROM pg_stat_statements) TO … CSV HEADER} writes it.
 *
 * @param file as the user named it
 * @param queries with the lines on which they begin
 */
public record OldQueries(String file, List<Query> queries) {
  private static final String NAME = "migrate_prove";

  /** What is still running then is taken for working. */
  private static final String LONGEST = "10s";

  private static final Pattern READS =
      Pattern.compile("\\s*(SELECT|VALUES)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern DIFFERS =
      Pattern.compile("random|now\\(|clock|current_|nextval|limit", Pattern.CASE_INSENSITIVE);

  private static final Pattern ACTUAL_ROWS = Pattern.compile("actual rows=(\\d+)");

  /** A query. */
  public record Query(int line, String sql) {}

  /** Makes the list safe to share. */
  public OldQueries {
    queries = List.copyOf(queries);
  }

  /** None. */
  public static OldQueries none() {
    return new OldQueries("", List.of());
  }

  /**
   * Reads a file.
   *
   * @throws UnreadableSqlException when a quote or comment has no end
   */
  public static OldQueries read(Dialect dialect, String file, String text) {
    var csv = Csv.column(text, "query");
    return new OldQueries(file, csv == null ? QueryReader.read(dialect, text) : csv);
  }

  /** Which of them can't be compared, since they fail before any migration, in words. */
  List<String> unreadable(List<Said> before) {
    var told = new ArrayList<String>();
    for (int i = 0; i < before.size(); i++) {
      var why = before.get(i).plan();
      if (why != null) {
        var where = file + ":" + queries.get(i).line();
        told.add("note: " + where + ": fails before any migration, and isn't compared: " + why);
      }
    }
    return told;
  }

  /**
   * What the database says of a query as it is now.
   *
   * @param plan against planning it; null where that works
   * @param run against running it; null where that works, or where it isn't known
   * @param rows that a query returns; null where that isn't known, or may differ each time
   */
  record Said(@Nullable String plan, @Nullable String run, @Nullable String rows) {
    /**
     * What is said against it now; null where it works as it did, or didn't work before, either.
     *
     * @param sameRows whether no row is another since then
     */
    @Nullable String lost(Said now, boolean sameRows) {
      if (plan != null) {
        return null;
      }
      if (now.plan != null) {
        return now.plan;
      }
      if (run == null && now.run != null) {
        return now.run;
      }
      return sameRows && rows != null && now.rows != null && !rows.equals(now.rows)
          ? "it returns " + now.rows + " rows, and returned " + rows
          : null;
    }
  }

  /** What the database says of each of them; what they write is rolled back. */
  List<Said> judgedBy(Session session) {
    var said = new ArrayList<Said>();
    for (var query : queries) {
      said.add(
          session.dialect() == Dialect.SQLITE
              ? inSqlite(session, query.sql())
              : inPostgresql(session, query.sql()));
    }
    return said;
  }

  /** Preparing reads triggers and views, too. */
  private static Said inSqlite(Session session, String sql) {
    try {
      session.ask("EXPLAIN " + sql);
    } catch (SqlFailure e) {
      return new Said(String.valueOf(e.getMessage()), null, null);
    }
    session.begin(text -> {});
    try {
      if (!READS.matcher(sql).lookingAt()) {
        session.execute(sql);
        return new Said(null, null, null);
      }
      var count = session.ask("SELECT count(*) FROM (" + sql + ")");
      return new Said(null, null, counted(sql, count.getFirst()[0]));
    } catch (SqlFailure e) {
      return new Said(null, String.valueOf(e.getMessage()), null);
    } finally {
      session.rollback();
    }
  }

  /** Planned: only then PostgreSQL looks for the index that ON CONFLICT needs. Then run. */
  private static Said inPostgresql(Session session, String sql) {
    try {
      session.execute("PREPARE " + NAME + " AS " + sql);
    } catch (SqlFailure e) {
      return new Said(String.valueOf(e.getMessage()), null, null);
    }
    try {
      var execute = "EXECUTE " + NAME + nulls(session);
      session.ask("EXPLAIN " + execute);
      return ran(session, sql, execute);
    } catch (SqlFailure e) {
      return new Said(String.valueOf(e.getMessage()), null, null);
    } finally {
      try {
        session.execute("DEALLOCATE " + NAME);
      } catch (SqlFailure _) {
        session.rollback(); // there is nothing left to forget
      }
    }
  }

  private static String nulls(Session session) throws SqlFailure {
    var count =
        session.ask(
            "SELECT coalesce(pg_catalog.array_length(parameter_types, 1), 0) FROM pg_catalog.pg_prepared_statements"
                + " WHERE name = '"
                + NAME
                + "'");
    int parameters = Integer.parseInt(String.valueOf(count.getFirst()[0]));
    return parameters == 0
        ? ""
        : " (" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
  }

  /** With triggers and the bodies of functions, which planning doesn't look at. */
  private static Said ran(Session session, String sql, String execute) {
    session.begin(text -> {});
    try {
      session.execute("SET LOCAL statement_timeout = '" + LONGEST + "'");
      var lines = session.ask("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) " + execute);
      var rows = ACTUAL_ROWS.matcher(String.valueOf(lines.getFirst()[0]));
      return new Said(null, null, rows.find() ? counted(sql, rows.group(1)) : null);
    } catch (SqlFailure e) {
      var message = String.valueOf(e.getMessage());
      return new Said(null, message.contains("statement timeout") ? null : message, null);
    } finally {
      session.rollback();
    }
  }

  /** Null for a query whose rows may be others each time. */
  private static @Nullable String counted(String sql, @Nullable String rows) {
    return DIFFERS.matcher(sql).find() ? null : rows;
  }
}
