package io.schemamigration.runner.prove;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queries of older code: one a line, or the column {@code query} of a CSV file, as {@code COPY
 * (SELECT query FROM pg_stat_statements) TO … CSV HEADER} writes it.
 *
 * @param queries with the lines on which they begin
 */
public record OldQueries(List<Query> queries) {
  private static final String NAME = "migrate_prove";

  /** A query. */
  public record Query(int line, String sql) {}

  /** Makes the list safe to share. */
  public OldQueries {
    queries = List.copyOf(queries);
  }

  /** Reads a file. */
  public static OldQueries read(String text) {
    var csv = Csv.column(text, "query");
    if (csv != null) {
      return new OldQueries(csv);
    }
    var queries = new ArrayList<Query>();
    int number = 0;
    for (var line : text.split("\n", -1)) {
      number++;
      var sql = line.strip();
      while (sql.endsWith(";")) {
        sql = sql.substring(0, sql.length() - 1).strip();
      }
      if (!sql.isEmpty() && !sql.startsWith("--")) {
        queries.add(new Query(number, sql));
      }
    }
    return new OldQueries(queries);
  }

  /** What the database says against each of them as it is now; null where it takes it. */
  List<@Nullable String> judgedBy(Session session) {
    var said = new ArrayList<@Nullable String>();
    for (var query : queries) {
      said.add(judgedBy(session, query.sql()));
    }
    return said;
  }

  private static @Nullable String judgedBy(Session session, String sql) {
    try {
      if (session.dialect() == Dialect.SQLITE) {
        session.ask("EXPLAIN " + sql);
      } else {
        prepared(session, sql);
      }
      return null;
    } catch (SqlFailure e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Planned, too: only then PostgreSQL looks for the index that ON CONFLICT needs. */
  private static void prepared(Session session, String sql) throws SqlFailure {
    session.execute("PREPARE " + NAME + " AS " + sql);
    try {
      var count =
          session.ask(
              "SELECT coalesce(pg_catalog.array_length(parameter_types, 1), 0) FROM pg_catalog.pg_prepared_statements"
                  + " WHERE name = '"
                  + NAME
                  + "'");
      int parameters = Integer.parseInt(String.valueOf(count.getFirst()[0]));
      var nulls = String.join(", ", Collections.nCopies(parameters, "NULL"));
      session.ask("EXPLAIN EXECUTE " + NAME + (parameters == 0 ? "" : " (" + nulls + ")"));
    } finally {
      session.execute("DEALLOCATE " + NAME);
    }
  }
}
