package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A statement's tokens, read from left to right. */
final class Cursor {
  private static final SqlToken END = new SqlToken(SqlToken.Kind.SYMBOL, "\0", 0);

  private final List<SqlToken> tokens;
  private final int end;
  private int position;

  private Cursor(List<SqlToken> tokens, int begin, int end) {
    this.tokens = tokens;
    this.position = begin;
    this.end = end;
  }

  static Cursor of(String sql) {
    return of(SqlToken.of(Dialect.SQLITE, sql));
  }

  static Cursor of(List<SqlToken> tokens) {
    return new Cursor(tokens, 0, tokens.size());
  }

  boolean atEnd() {
    return position >= end;
  }

  /** The next token, or one that equals nothing at the end. */
  SqlToken peek() {
    return peek(0);
  }

  SqlToken peek(int ahead) {
    int at = position + ahead;
    return at < end ? tokens.get(at) : END;
  }

  /** Where the next token begins; where the last one begins at the end. */
  int offset() {
    if (tokens.isEmpty()) {
      return 0;
    }
    return tokens.get(Math.min(position, end - 1)).offset();
  }

  SqlToken skip() {
    var token = peek();
    position++;
    return token;
  }

  boolean isWord(String word) {
    return peek().isWord(word);
  }

  /** Steps over these words when they are the next ones. */
  boolean accept(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).isWord(words[i])) {
        return false;
      }
    }
    position += words.length;
    return true;
  }

  boolean accept(char symbol) {
    if (!peek().isSymbol(symbol)) {
      return false;
    }
    position++;
    return true;
  }

  /** A name, in quotes of any kind or without; null if there is none. */
  @Nullable String name() {
    var token = peek();
    if (atEnd() || token.kind() == SqlToken.Kind.SYMBOL || token.kind() == SqlToken.Kind.NUMBER) {
      return null;
    }
    position++;
    return token.name();
  }

  /**
   * The name of an object of the database that is migrated, without its schema; null if there is
   * none, or if it belongs to another database or is temporary.
   */
  @Nullable String objectName() {
    var name = name();
    if (name != null && accept('.')) {
      return name.equalsIgnoreCase("main") ? name() : null;
    }
    return name;
  }

  /** What is between the parenthesis that comes next and its counterpart; null without one. */
  @Nullable Cursor parentheses() {
    if (!peek().isSymbol('(')) {
      return null;
    }
    int depth = 0;
    for (int at = position; at < end; at++) {
      var token = tokens.get(at);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0) {
        var inner = new Cursor(tokens, position + 1, at);
        position = at + 1;
        return inner;
      }
    }
    return null;
  }

  /** What is left, up to a comma outside of parentheses; steps over that, too. */
  Cursor item() {
    int depth = 0;
    int at = position;
    for (; at < end; at++) {
      var token = tokens.get(at);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && token.isSymbol(',')) {
        break;
      }
    }
    var item = new Cursor(tokens, position, at);
    position = at + 1;
    return item;
  }

  /** Another reader of the same place. */
  Cursor copy() {
    return new Cursor(tokens, position, end);
  }

  /** What is left, in a form in which two texts that differ in spaces and case are the same. */
  String normal() {
    var text = new StringBuilder();
    for (int at = position; at < end; at++) {
      var token = tokens.get(at);
      boolean name =
          token.kind() == SqlToken.Kind.QUOTED_NAME || token.kind() == SqlToken.Kind.WORD;
      text.append(name ? key(token.name()) : token.text()).append(' ');
    }
    return text.toString();
  }

  /** Whether this word is left, in parentheses or not. */
  boolean has(String word) {
    for (int at = position; at < end; at++) {
      if (tokens.get(at).isWord(word)) {
        return true;
      }
    }
    return false;
  }

  /** As SQLite compares names. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
