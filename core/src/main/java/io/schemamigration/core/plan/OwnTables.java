package io.schemamigration.core.plan;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.OwnTableWrite;
import java.util.ArrayList;
import java.util.List;

/** Keeps migrations from the two tables that say what is applied and which code may run. */
public final class OwnTables {
  private OwnTables() {}

  /** What is wrong with statements of a file that change them. */
  public static List<Problem> written(String file, List<Statement> statements) {
    var problems = new ArrayList<Problem>();
    for (var statement : statements) {
      var table = OwnTableWrite.in(statement);
      if (table != null) {
        problems.add(
            new Problem(
                file,
                statement.line(),
                table + " is changed, where migrate records what is applied and which code may run",
                "leave the statement out; to correct the history: migrate mark-applied,"
                    + " mark-rolled-back or repair"));
      }
    }
    return problems;
  }
}
