package io.schemamigration.runner.apply;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.Statements;

/** An index whose build didn't end (PostgreSQL's manual, "Building Indexes Concurrently"). */
public final class InvalidIndex {
  private InvalidIndex() {}

  /**
   * Drops it, without keeping anybody from working; the session's settings are to be reset then.
   *
   * @param index as SQL writes it, with its schema
   * @param statement that was to build it
   * @param number its place in the file
   */
  public static void drop(Session session, String index, Statement statement, int number)
      throws StatementFailure {
    session.waitForLocks();
    var drop = "DROP INDEX CONCURRENTLY IF EXISTS " + index;
    Statements.execute(session, new Statement(drop, statement.line()), number);
  }
}
