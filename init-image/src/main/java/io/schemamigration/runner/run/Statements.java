package io.schemamigration.runner.run;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.TransactionMode;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import java.util.List;

/**
 * The statements of a file at work; what the database refuses is reported with the statement's
 * place.
 */
public final class Statements {
  private Statements() {}

  /** Begins a transaction as they want it. */
  public static void begin(Session session, List<Statement> statements, Progress progress) {
    session.begin(progress::tell, TransactionMode.of(session.dialect(), statements));
  }

  /** Runs all of them in the open transaction, and then looks after what refers to what. */
  public static void run(
      Session session, List<Statement> statements, ForeignKeys keys, Progress progress)
      throws StatementFailure {
    var mode = TransactionMode.of(session.dialect(), statements);
    int number = 0;
    for (var statement : statements) {
      number++;
      if (!mode.isSaidBy(number)) {
        execute(session, statement, number);
      }
    }
    try {
      keys.check(progress::tell);
    } catch (SqlFailure e) {
      throw new StatementFailure(null, 0, e);
    }
  }

  /**
   * Runs one of them.
   *
   * @param number its place in the file, from 1
   */
  public static void execute(Session session, Statement statement, int number)
      throws StatementFailure {
    session.reached().at(number);
    try {
      var data = statement.data();
      if (data == null) {
        session.execute(statement.sql());
      } else {
        session.copy(statement.sql(), data);
      }
    } catch (SqlFailure e) {
      throw new StatementFailure(statement, number, e);
    }
  }

  /** What they deferred, such as a constraint, the database checks here. */
  public static void commit(Session session) throws StatementFailure {
    try {
      session.commit();
    } catch (DatabaseException e) {
      throw new StatementFailure(null, 0, e.failure());
    }
  }
}
