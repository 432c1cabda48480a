package io.schemamigration.core.sql.backfill;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Lexer.Kind;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.sql.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A statement with {@code :from} and {@code :upto}, the first and the last key of a batch, as JDBC
 * takes it.
 *
 * @param sql with a question mark for each of them
 * @param ends what each question mark stands for, in order
 */
public record BatchSql(String sql, List<End> ends) {
  private static final Set<String> CHANGES =
      Set.of("UPDATE", "DELETE", "INSERT", "WITH", "MERGE", "REPLACE");

  /** One end of a batch. */
  public enum End {
    FROM,
    UPTO
  }

  /** Makes the list safe to share. */
  public BatchSql {
    ends = List.copyOf(ends);
  }

  /** Whether the statement has one of the two outside of quotes and comments. */
  public static boolean isIn(Dialect dialect, Statement statement) {
    return !new Reading(dialect, statement, false).read().ends.isEmpty();
  }

  /**
   * Reads the statement.
   *
   * @throws UnreadableSqlException when one of the two is missing, when there is another, or when
   *     it changes no rows
   */
  public static BatchSql of(Dialect dialect, Statement statement) {
    if (!CHANGES.contains(Words.of(dialect, statement, 1).peek())) {
      throw new UnreadableSqlException(
          statement.line(),
          "only an UPDATE, INSERT or DELETE can be run in batches",
          "put '-- backfill: …' on the line before such a statement");
    }
    var read = new Reading(dialect, statement, true).read();
    for (var end : End.values()) {
      if (!read.ends.contains(end)) {
        throw new UnreadableSqlException(
            statement.line(),
            "a statement that is run in batches has :from and :upto in it, the first and the last key of a batch",
            "write … WHERE id BETWEEN :from AND :upto");
      }
    }
    return read;
  }

  /** On the way through the tokens. */
  private static final class Reading {
    private final Dialect dialect;
    private final String text;
    private final Lexer lexer;
    private final boolean strict;
    private final StringBuilder sql = new StringBuilder();
    private final List<End> ends = new ArrayList<>();
    private int copied;
    private int brackets;

    Reading(Dialect dialect, Statement statement, boolean strict) {
      this.dialect = dialect;
      this.text = statement.sql();
      this.lexer = new Lexer(dialect, text, statement.line());
      this.strict = strict;
    }

    BatchSql read() {
      int colon = -1;
      while (lexer.next()) {
        boolean symbol = lexer.kind() == Kind.SYMBOL;
        if (lexer.kind() == Kind.WORD && colon == lexer.start()) {
          word(colon - 1);
        } else if (symbol) {
          symbol(text.charAt(lexer.start()));
        }
        boolean afterColon = lexer.start() > 0 && text.charAt(lexer.start() - 1) == ':';
        colon = symbol && lexer.isSymbol(':') && !afterColon ? lexer.end() : -1;
      }
      return new BatchSql(sql.append(text, copied, text.length()).toString(), ends);
    }

    private void word(int colon) {
      var name = lexer.token();
      if (name.equals("from") || name.equals("upto")) {
        ends.add(name.equals("from") ? End.FROM : End.UPTO);
        sql.append(text, copied, colon).append('?');
        copied = lexer.end();
      } else if (strict && brackets == 0) {
        throw foreign(colon, text.substring(colon, lexer.end()));
      }
    }

    private void symbol(char c) {
      if (c == '[') {
        brackets++;
      } else if (c == ']') {
        brackets--;
      } else if (c == '?' && dialect == Dialect.POSTGRESQL) {
        sql.append(text, copied, lexer.end()).append('?'); // an operator: JDBC wants it twice
        copied = lexer.end();
      } else if (strict && dialect == Dialect.SQLITE && (c == '?' || c == '@' || c == '$')) {
        throw foreign(lexer.start(), String.valueOf(c));
      }
    }

    private UnreadableSqlException foreign(int offset, String what) {
      return lexer.error(
          offset,
          "nothing is put in place of " + what,
          "a batch has :from and :upto, its first and its last key");
    }
  }
}
