package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index built by CREATE INDEX CONCURRENTLY, which stays INVALID when the build doesn't end
 * (PostgreSQL's manual, CREATE INDEX, "Building Indexes Concurrently").
 *
 * @param name as it is written, or null where PostgreSQL chooses it
 * @param table as it is written, with its schema where there is one; the index is in that schema,
 *     too
 */
public record ConcurrentIndex(@Nullable String name, String table) {
  /** Reads the statement; null when it builds no index, or not concurrently. */
  public static @Nullable ConcurrentIndex of(Statement statement) {
    var lexer = atIndex(statement);
    if (lexer == null || !lexer.next() || !lexer.isWord("CONCURRENTLY")) {
      return null;
    }
    String name = null;
    while (lexer.next() && !lexer.isWord("ON")) {
      name = lexer.token(); // IF NOT EXISTS comes before it
    }
    lexer.next();
    if (lexer.isWord("ONLY")) {
      lexer.next();
    }
    return new ConcurrentIndex(name, qualified(lexer));
  }

  /** Whether it is DROP INDEX CONCURRENTLY. */
  public static boolean drops(Statement statement) {
    var words = Words.of(Dialect.POSTGRESQL, statement, 3);
    return words.accept("DROP", "INDEX", "CONCURRENTLY");
  }

  /**
   * The same drop without CONCURRENTLY, which is over at once and can run in a transaction; other
   * statements as they are.
   */
  public static Statement droppedPlainly(Statement statement) {
    if (!drops(statement)) {
      return statement;
    }
    var lexer = new Lexer(Dialect.POSTGRESQL, statement.sql(), statement.line());
    boolean found = false;
    while (!found && lexer.next()) {
      found = lexer.isWord("CONCURRENTLY"); // after DROP INDEX
    }
    var sql = statement.sql();
    int begin = lexer.start();
    var spaces = " ".repeat(lexer.end() - begin); // so that a place in it stays the same
    return new Statement(
        sql.substring(0, begin) + spaces + sql.substring(lexer.end()),
        statement.line(),
        statement.column(),
        null,
        null);
  }

  /** The index that DROP INDEX CONCURRENTLY takes away, as it is written; null for the rest. */
  public static @Nullable String dropped(Statement statement) {
    if (!drops(statement)) {
      return null;
    }
    var lexer = new Lexer(Dialect.POSTGRESQL, statement.sql(), statement.line());
    for (int words = 0; words < 4; words++) {
      lexer.next();
    }
    if (lexer.isWord("IF")) {
      lexer.next(); // EXISTS
      lexer.next();
    }
    return qualified(lexer);
  }

  /** Whether it builds, rebuilds or drops an index and keeps nobody from reading and writing. */
  public static boolean keepsOthersWorking(Statement statement) {
    var words = Words.of(Dialect.POSTGRESQL, statement, 1);
    boolean index = words.accept("CREATE") || words.accept("DROP") || words.accept("REINDEX");
    var all = Words.all(Dialect.POSTGRESQL, statement);
    return index
        && !StatementKind.transactional(Dialect.POSTGRESQL, statement)
        && all.restHas(Set.of("CONCURRENTLY"));
  }

  /** At the word INDEX of a statement that builds one; null for another. */
  static @Nullable Lexer atIndex(Statement statement) {
    var lexer = new Lexer(Dialect.POSTGRESQL, statement.sql(), statement.line());
    lexer.next();
    if (!lexer.isWord("CREATE") || !lexer.next()) {
      return null;
    }
    if (lexer.isWord("UNIQUE")) {
      lexer.next();
    }
    return lexer.isWord("INDEX") ? lexer : null;
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
