package io.schemamigration.runner.db;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;

/**
 * Several statements as one message of the simple query protocol, answered by one message each
 * (manual, "Multiple Statements in a Simple Query"). JDBC can send that, too, but doesn't say how
 * many statements were done before an error, and keeps a result for each.
 */
final class PostgresScript extends ResultHandlerBase {
  private static final int FLAGS =
      QueryExecutor.QUERY_EXECUTE_AS_SIMPLE
          | QueryExecutor.QUERY_SUPPRESS_BEGIN
          | QueryExecutor.QUERY_NO_RESULTS;

  private final StatementProgress reached;
  private final List<Integer> of;
  private final ObjIntConsumer<SQLWarning> warned;
  private int completed;

  /**
   * Prepares a message.
   *
   * @param of whose each statement is: from 1 a file's, else ours
   * @param warned is given what the server says beside its answers, as it comes
   */
  PostgresScript(StatementProgress reached, List<Integer> of, ObjIntConsumer<SQLWarning> warned) {
    this.reached = reached;
    this.of = of;
    this.warned = warned;
  }

  /** How many of the statements were done. */
  int completed() {
    return completed;
  }

  void run(QueryExecutor executor, String text) throws SQLException {
    var query = executor.wrap(List.of(new NativeQuery(text, SqlCommand.BLANK)));
    executor.execute(query, null, this, 0, 0, FLAGS);
  }

  @Override
  public void handleResultRows(
      Query query, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
    completed(0);
  }

  @Override
  public void handleCommandStatus(String status, long updated, long oid) {
    completed(updated);
  }

  private void completed(long rows) {
    int number = completed < of.size() ? of.get(completed) : 0;
    completed++;
    if (number > 0) {
      reached.answered(number, rows);
    }
  }

  @Override
  public void handleWarning(SQLWarning warning) {
    warned.accept(warning, completed < of.size() ? of.get(completed) : 0);
  }
}
