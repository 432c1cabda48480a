package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A statement's tokens, read from left to right; words in upper case, strings without content. */
public final class Words {
  /** Stands for a quoted name, a string and a number: nothing that a keyword could be. */
  static final String NAME = "\"\"";

  static final String STRING = "''";
  static final String NUMBER = "0";

  private final List<String> tokens = new ArrayList<>();
  private int position;

  private Words() {}

  public static Words of(Dialect dialect, Statement statement, int atMost) {
    var words = new Words();
    var lexer = new Lexer(dialect, statement.sql(), statement.line());
    while (words.tokens.size() < atMost && lexer.next()) {
      words.tokens.add(
          switch (lexer.kind()) {
            case QUOTED_NAME -> NAME;
            case STRING -> STRING;
            case NUMBER -> NUMBER;
            case WORD, SYMBOL, LINE_COMMENT, BLOCK_COMMENT, DATA ->
                lexer.token().toUpperCase(Locale.ROOT);
          });
    }
    return words;
  }

  /** The next token, or an empty text at the end. */
  public String peek() {
    return peek(0);
  }

  /** A token further on, or an empty text beyond the end. */
  public String peek(int ahead) {
    int at = position + ahead;
    return at < tokens.size() ? tokens.get(at) : "";
  }

  /** Another reader of the same place. */
  Words copy() {
    var copy = new Words();
    copy.tokens.addAll(tokens);
    copy.position = position;
    return copy;
  }

  boolean atEnd() {
    return position >= tokens.size();
  }

  void skip() {
    position++;
  }

  /** Steps over these tokens when they are the next ones. */
  boolean accept(String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!peek(i).equals(expected[i])) {
        return false;
      }
    }
    position += expected.length;
    return true;
  }

  /** Steps over a name, which may have a schema before it. */
  boolean acceptName() {
    if (!isName(peek())) {
      return false;
    }
    position++;
    while (peek().equals(".") && isName(peek(1))) {
      position += 2;
    }
    return true;
  }

  /** Steps over a name that can't hide one of another schema: it has none, or it is public. */
  boolean acceptPlain(Dialect dialect) {
    boolean elsewhere =
        dialect == Dialect.POSTGRESQL && peek(1).equals(".") && !peek().equals("PUBLIC");
    return !elsewhere && acceptName();
  }

  /** Steps over parentheses and all that is between them. */
  boolean acceptParentheses() {
    if (!peek().equals("(")) {
      return false;
    }
    int depth = 0;
    int at = position;
    do {
      var token = peek(at - position);
      if (token.isEmpty()) {
        return false;
      }
      depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
      at++;
    } while (depth > 0);
    position = at;
    return true;
  }

  /** Whether one of these is among the tokens that are left. */
  boolean restHas(Set<String> forbidden) {
    for (int i = position; i < tokens.size(); i++) {
      if (forbidden.contains(tokens.get(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean isName(String token) {
    return token.equals(NAME) || (!token.isEmpty() && isWord(token));
  }

  static boolean isWord(String token) {
    char first = token.isEmpty() ? ' ' : token.charAt(0);
    return (first >= 'A' && first <= 'Z') || first == '_' || first >= 0x80;
  }

  static Words all(Dialect dialect, Statement statement) {
    return of(dialect, statement, Integer.MAX_VALUE);
  }
}
