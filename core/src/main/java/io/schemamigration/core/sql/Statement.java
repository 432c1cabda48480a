package io.schemamigration.core.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a file.
 *
 * @param sql from its first word to its last, without the semicolon that ends it; comments inside
 *     are kept, so that a position in it can be reported as a line of the file
 * @param line the line of the file on which it begins, from 1
 * @param column the column of that line, from 1, in characters
 * @param data what {@code COPY … FROM STDIN} reads, the lines after it up to {@code \\.}; null for
 *     every other statement
 * @param backfill how it is run in batches, or null where it is run as a whole
 * @param mayCommit whether it may have to be sent outside of a transaction: CALL, DO or what makes
 *     a replication slot, in a file that is kept out of one
 */
public record Statement(
    String sql,
    int line,
    int column,
    @Nullable String data,
    @Nullable Backfill backfill,
    boolean mayCommit) {

  /** A statement of a file that says nothing about transactions. */
  public Statement(
      String sql, int line, int column, @Nullable String data, @Nullable Backfill backfill) {
    this(sql, line, column, data, backfill, false);
  }

  /** A statement without data. */
  public Statement(String sql, int line) {
    this(sql, line, 1, null, null);
  }

  /** A statement with data. */
  public Statement(String sql, int line, @Nullable String data) {
    this(sql, line, 1, data, null);
  }

  /**
   * Whether a list begins with all of another: the same statements, not only equal ones, which is
   * quicker to see. From file to file there are more of them, behind those of before.
   */
  @SuppressWarnings("ReferenceEquality")
  public static boolean goesOn(List<Statement> list, List<Statement> before) {
    if (list == before) {
      return true;
    }
    if (list.size() < before.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (list.get(i) != before.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** The same statement, run in batches. */
  public Statement inBatches(Backfill how) {
    return new Statement(sql, line, column, data, how, mayCommit);
  }

  /** The same statement, which may commit by itself. */
  public Statement committing() {
    return new Statement(sql, line, column, data, backfill, true);
  }
}
