package io.schemamigration.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * An index built by a plain CREATE INDEX, which keeps everybody from writing to its table until it
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
    var lexer = new Lexer(Dialect.POSTGRESQL, statement.sql(), statement.line());
    lexer.next();
    if (!lexer.isWord("CREATE") || !lexer.next()) {
      return null;
    }
    if (lexer.isWord("UNIQUE")) {
      lexer.next();
    }
    if (!lexer.isWord("INDEX")) {
      return null;
    }
    int end = lexer.end();
    if (!lexer.next() || lexer.isWord("CONCURRENTLY") || lexer.isWord("ON")) {
      return null;
    }
    boolean more = lexer.next();
    while (more && !lexer.isWord("ON")) {
      more = lexer.next(); // IF NOT EXISTS, and the name
    }
    lexer.next();
    if (lexer.isWord("ONLY")) {
      return null;
    }
    var sql = statement.sql().substring(0, end) + " CONCURRENTLY" + statement.sql().substring(end);
    return new BlockingIndex(qualified(lexer), new Statement(sql, statement.line()));
  }

  private static String qualified(Lexer lexer) {
    var name = new StringBuilder(lexer.token());
    while (lexer.next() && lexer.isSymbol('.')) {
      lexer.next();
      name.append('.').append(lexer.token());
    }
    return name.toString();
  }
}
