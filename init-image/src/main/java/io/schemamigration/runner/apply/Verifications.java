package io.schemamigration.runner.apply;

import io.schemamigration.core.source.Verification;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.run.StatementFailure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks whether a migration did what its author meant, before it counts as done. */
final class Verifications {
  private Verifications() {}

  /**
   * Runs each query; fails at the first that doesn't give one row with true, 1 or ok.
   *
   * @param statements how many were run before
   */
  static void hold(Session session, List<Verification> queries, int statements)
      throws StatementFailure {
    if (!queries.isEmpty()) {
      session.discard(); // they ask the database, not what the file made for itself
    }
    for (var query : queries) {
      try {
        var found = found(session.ask(query.sql()));
        if (found != null) {
          throw SqlFailure.unexpected(
              "verification failed: it gave " + found + ", expected one row with true, 1 or ok");
        }
      } catch (SqlFailure e) {
        throw new StatementFailure(
            query.file(), new Statement(query.sql(), query.line()), statements + 1, e);
      }
    }
  }

  /** What was found instead, or null when it is what was expected. */
  private static @Nullable String found(List<@Nullable String[]> rows) {
    if (rows.size() != 1) {
      return rows.isEmpty() ? "no row" : rows.size() + " rows";
    }
    var value = rows.getFirst()[0];
    return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
      case "t", "true", "1", "ok" -> null;
      default -> value == null ? "NULL" : "'" + value + "'";
    };
  }
}
