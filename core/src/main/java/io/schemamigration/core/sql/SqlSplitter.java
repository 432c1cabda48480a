package io.schemamigration.core.sql;

import java.util.List;

/** Takes a file of SQL apart into its statements. */
@SuppressWarnings("DoNotCallSuggester") // the types come first
public final class SqlSplitter {
  private SqlSplitter() {}

  /**
   * Splits at the semicolons that end statements.
   *
   * @param firstLine the line number of the text's first line, for messages
   * @throws UnreadableSqlException when a quote or comment doesn't end, or the text holds something
   *     that only a client such as psql understands
   */
  public static List<Statement> split(Dialect dialect, String text, int firstLine) {
    throw new UnsupportedOperationException();
  }
}
