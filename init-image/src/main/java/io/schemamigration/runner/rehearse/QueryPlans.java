package io.schemamigration.runner.rehearse;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * How the database would run queries ({@code EXPLAIN}), and which indexes there are.
 *
 * @param plans of each query, its steps
 * @param indices names
 */
public record QueryPlans(List<List<String>> plans, List<String> indices) {
  private static final int DETAIL = 3;
  private static final String FAILED = "can't be planned: ";

  /** Makes the lists safe to share. */
  public QueryPlans {
    plans = List.copyOf(plans);
    indices = List.copyOf(indices);
  }

  /** As they are now; parameters of the queries stay unbound. */
  public static QueryPlans of(Session session, List<Statement> queries) {
    var plans = new ArrayList<List<String>>();
    for (var query : queries) {
      plans.add(plan(session, query));
    }
    var indices = new ArrayList<String>();
    for (var row :
        session.query(
            session.dialect() == Dialect.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1"
                : "SELECT indexname FROM pg_catalog.pg_indexes WHERE schemaname NOT IN ('pg_catalog',"
                    + " 'information_schema') AND indexname NOT LIKE 'schema\\_migration\\_%' ORDER BY 1")) {
      indices.add(String.valueOf(row[0]));
    }
    return new QueryPlans(plans, indices);
  }

  private static List<String> plan(Session session, Statement query) {
    var steps = new ArrayList<String>();
    try {
      boolean sqlite = session.dialect() == Dialect.SQLITE;
      var explain = sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (COSTS OFF) ";
      for (var row : session.query(explain + query.sql())) {
        steps.add(String.valueOf(row[sqlite ? DETAIL : 0]).strip());
      }
    } catch (DatabaseException e) {
      steps.add(FAILED + e.getMessage());
    }
    return steps;
  }

  /** Whether it isn't the plan of a query but why there is none. */
  public static boolean failed(List<String> plan) {
    return !plan.isEmpty() && plan.getFirst().startsWith(FAILED);
  }

  private static boolean has(String step, String use) {
    int at = step.indexOf(use);
    int end = at + use.length();
    return at >= 0 && (end == step.length() || step.charAt(end) == ' ');
  }

  /** Whether the plan of that query uses the index. */
  public boolean uses(int query, String index) {
    for (var step : plans.get(query)) {
      if (has(step, "INDEX " + index) // SQLite; PostgreSQL the others
          || has(step, "using " + index)
          || has(step, "Scan on " + index)) {
        return true;
      }
    }
    return false;
  }
}
