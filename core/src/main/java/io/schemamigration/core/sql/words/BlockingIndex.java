package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index built by a plain CREATE INDEX, which keeps everyone from writing to its table until it
 * is built (PostgreSQL's manual, CREATE INDEX).
 *
 * @param table as it is written, with its schema where there is one
 * @param concurrently the statement that builds it without keeping anybody from writing
 */
public record BlockingIndex(String table, Statement concurrently) {
  /**
   * Reads the statement; null when it builds no index, builds it CONCURRENTLY, gives it no name (a
   * build that didn't end couldn't be found again), or is for one table of a partitioned one.
   */
  public static @Nullable BlockingIndex of(Statement statement) {
    var lexer = ConcurrentIndex.atIndex(statement);
    if (lexer == null) {
      return null;
    }
    int end = lexer.end();
    if (lexer.next() && lexer.isWord("CONCURRENTLY")) {
      return null;
    }
    var sql = statement.sql();
    var concurrently =
        new Statement(
            sql.substring(0, end) + " CONCURRENTLY" + sql.substring(end), statement.line());
    var index = ConcurrentIndex.of(concurrently);
    boolean ofOneTable = Words.all(Dialect.POSTGRESQL, statement).restHas(Set.of("ONLY"));
    return index == null || index.name() == null || ofOneTable
        ? null
        : new BlockingIndex(index.table(), concurrently);
  }
}
