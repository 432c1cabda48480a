package io.schemamigration.core.analysis.recipe;

import io.schemamigration.core.sql.SqlToken;
import java.util.List;
import java.util.Locale;

/** Reads a statement from left to right, and gives parts of it as they are written. */
final class Tokens {
  private final String sql;
  private final List<SqlToken> tokens;
  private int position;

  Tokens(String sql, List<SqlToken> tokens) {
    this.sql = sql;
    this.tokens = tokens;
  }

  boolean atEnd() {
    return position >= tokens.size();
  }

  boolean is(String word) {
    return !atEnd() && tokens.get(position).isWord(word);
  }

  boolean isSymbol(char symbol) {
    return !atEnd() && tokens.get(position).isSymbol(symbol);
  }

  String text() {
    return atEnd() ? "" : tokens.get(position).text();
  }

  boolean accept(String... words) {
    for (int i = 0; i < words.length; i++) {
      int at = position + i;
      if (at >= tokens.size() || !tokens.get(at).isWord(words[i])) {
        return false;
      }
    }
    position += words.length;
    return true;
  }

  /** The next token; empty at the end. */
  String one() {
    var text = text();
    position++;
    return text;
  }

  /** A name, with its schema if it has one. */
  String qualified() {
    var name = new StringBuilder(one());
    while (isSymbol('.')) {
      position++;
      name.append('.').append(one());
    }
    return name.toString();
  }

  /** What is left, as it is written. */
  String rest() {
    return atEnd() ? "" : sql.substring(tokens.get(position).offset()).strip();
  }

  /** What stands before one of these words, or a comma, outside of parentheses. */
  String upTo(String... words) {
    int begin = atEnd() ? sql.length() : tokens.get(position).offset();
    int depth = 0;
    for (; !atEnd(); position++) {
      var token = tokens.get(position);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth < 0 || (depth == 0 && (token.isSymbol(',') || isOneOf(token, words)))) {
        break;
      }
    }
    int end = atEnd() ? sql.length() : tokens.get(position).offset();
    return sql.substring(begin, end).strip();
  }

  private static boolean isOneOf(SqlToken token, String... words) {
    for (var word : words) {
      if (token.isWord(word)) {
        return true;
      }
    }
    return false;
  }

  void skip() {
    position++;
  }

  /** Whether several things are done. */
  boolean hasComma() {
    int depth = 0;
    for (int at = position; at < tokens.size(); at++) {
      var token = tokens.get(at);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && token.isSymbol(',')) {
        return true;
      }
    }
    return false;
  }

  /**
   * A name as a part of another one: without schema, quotes and other characters that names don't
   * have.
   */
  static String plain(String name) {
    var plain = new StringBuilder();
    for (char c :
        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).toCharArray()) {
      boolean part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      plain.append(part ? String.valueOf(c) : "");
    }
    return plain.isEmpty() ? "x" : plain.toString();
  }
}
