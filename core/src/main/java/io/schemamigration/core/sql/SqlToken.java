package io.schemamigration.core.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word, name, string, number or symbol of a statement.
 *
 * @param kind what it is
 * @param text as it is written, with its quotes
 * @param offset where it begins, an index of the statement's text
 */
public record SqlToken(Kind kind, String text, int offset) {
  /** What a token is. */
  public enum Kind {
    /** A keyword, or a name without quotes. */
    WORD,
    /** A name in quotes; in SQLite it may be a string where there is no such name. */
    QUOTED_NAME,
    /** Text in single quotes, or in PostgreSQL's dollars. */
    STRING,
    /** Digits, or what begins with one. */
    NUMBER,
    /** One character. */
    SYMBOL
  }

  /**
   * The tokens of a statement; comments are left out.
   *
   * @throws UnreadableSqlException where a quote or a comment has no end
   */
  public static List<SqlToken> of(Dialect dialect, String sql) {
    var tokens = new ArrayList<SqlToken>();
    var lexer = new Lexer(dialect, sql, 1);
    while (lexer.next()) {
      var kind =
          switch (lexer.kind()) {
            case WORD -> Kind.WORD;
            case QUOTED_NAME -> Kind.QUOTED_NAME;
            case STRING, DATA -> Kind.STRING;
            case NUMBER -> Kind.NUMBER;
            case SYMBOL, LINE_COMMENT, BLOCK_COMMENT -> Kind.SYMBOL;
          };
      tokens.add(new SqlToken(kind, lexer.token(), lexer.start()));
    }
    return tokens;
  }

  /** Whether it is this word, in whatever case; never true of a quoted name. */
  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  /** Whether it is this one character. */
  public boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** The name that it stands for, without quotes, in the case in which it is written. */
  public String name() {
    char first = text.charAt(0);
    return switch (first) {
      case '"', '`', '\'' -> {
        var quote = String.valueOf(first);
        yield text.substring(1, text.length() - 1).replace(quote + quote, quote);
      }
      case '[' -> text.substring(1, text.length() - 1);
      default -> text;
    };
  }

  /** What a string has in it: between single quotes or dollars. */
  public String content() {
    if (text.startsWith("$")) {
      int begin = text.indexOf('$', 1) + 1;
      int end = text.length() - begin;
      return begin <= end ? text.substring(begin, end) : "";
    }
    int quote = text.indexOf('\'');
    int last = text.lastIndexOf('\'');
    return quote < last ? text.substring(quote + 1, last).replace("''", "'") : "";
  }

  /** As it compares: words in upper case, all else as it is written. */
  public String normal() {
    return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : text;
  }
}
