package io.schemamigration.runner.db;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * What to do about an error of PostgreSQL, where the server doesn't say it, or not for a runner.
 */
final class PostgresAdvice {
  private PostgresAdvice() {}

  /** The advice, or null where only the author can know. */
  static @Nullable String of(ServerErrorMessage said) {
    var message = String.valueOf(said.getMessage());
    return switch (String.valueOf(said.getSQLState())) {
      case "2D000" ->
          "CALL and DO that commit need a file that is kept out of a transaction: write '-- no-transaction'"
              + " as its first line, or your tool's mark for it (docs/layouts.md). Nothing of the"
              + " migration stays in the database.";
      case "25001" ->
          message.contains("must be called before any query")
              ? "Write it as the first statement of a file that runs in one transaction."
              : message.contains("create logical replication slot")
                  ? "Move it into a file of its own with '-- no-transaction' as its first line."
                  : said.getHint();
      case "55006" ->
          message.contains("pending trigger events")
              ? "Write SET CONSTRAINTS ALL IMMEDIATE; before this statement, or put it into a migration of its own."
              : said.getHint();
      case "42501" ->
          message.equals("permission denied for schema public")
              ? "From PostgreSQL 15 on only its owner may create in it: GRANT CREATE ON SCHEMA public TO the"
                  + " user of the URL, or use a schema of its own."
              : said.getHint();
      default -> said.getHint();
    };
  }
}
