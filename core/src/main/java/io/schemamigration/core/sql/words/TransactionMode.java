package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import java.util.List;

/**
 * How a migration of PostgreSQL wants its transaction: {@code SET TRANSACTION …} with nothing but
 * settings before it, as the server demands. It has to be known before the runner's own queries.
 *
 * @param number of the statement that says it, from 1; 0 where none does
 * @param text what follows BEGIN, or an empty text
 */
public record TransactionMode(int number, String text) {
  /** The server's default. */
  public static final TransactionMode NONE = new TransactionMode(0, "");

  /** Reads the statements of a migration. */
  public static TransactionMode of(Dialect dialect, List<Statement> statements) {
    if (dialect != Dialect.POSTGRESQL) {
      return NONE;
    }
    int number = 0;
    for (var statement : statements) {
      number++;
      if (!isSetting(statement)) {
        return NONE;
      }
      var words = Words.of(dialect, statement, 3);
      if (words.accept("SET", "TRANSACTION") && !words.peek().equals("SNAPSHOT")) {
        return new TransactionMode(number, after(statement, "TRANSACTION"));
      }
    }
    return NONE;
  }

  /** Whether the statement of that number has said it, and is done with BEGIN. */
  public boolean isSaidBy(int other) {
    return number == other;
  }

  /** BEGIN with a mode, as a statement that sets the mode. */
  static Statement ofBegin(Statement begin) {
    var words = Words.of(Dialect.POSTGRESQL, begin, 2);
    var second = words.peek(1);
    boolean noise = second.equals("TRANSACTION") || second.equals("WORK");
    var mode = after(begin, noise ? second : words.peek());
    return new Statement("SET TRANSACTION " + mode, begin.line());
  }

  /** Whether it only sets something. */
  static boolean isSetting(Statement statement) {
    return Words.of(Dialect.POSTGRESQL, statement, 1).peek().equals("SET");
  }

  private static String after(Statement statement, String word) {
    var lexer = new Lexer(Dialect.POSTGRESQL, statement.sql(), statement.line());
    boolean found = false;
    while (!found && lexer.next()) {
      found = lexer.isWord(word);
    }
    return statement.sql().substring(lexer.end()).strip();
  }
}
