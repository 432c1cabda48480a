package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.List;

/** A statement's tokens, read from left to right. */
final class SqlWords {
  private final List<SqlToken> tokens;
  private int position;

  SqlWords(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /** No words. */
  static SqlWords none() {
    return new SqlWords(List.of());
  }

  static SqlWords of(Dialect dialect, Statement statement) {
    return new SqlWords(tokens(dialect, statement.sql()));
  }

  /** The words of a statement; none if it can't be read, which the judge says. */
  static List<SqlToken> tokens(Dialect dialect, String sql) {
    try {
      return SqlToken.of(dialect, sql);
    } catch (UnreadableSqlException _) {
      return List.of();
    }
  }

  SqlWords copy() {
    var copy = new SqlWords(tokens);
    copy.position = position;
    return copy;
  }

  List<SqlToken> rest() {
    return tokens.subList(Math.min(position, tokens.size()), tokens.size());
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

  void skip() {
    position++;
  }

  /** A name, with its schema if it has one, as it is written; empty at the end. */
  String name() {
    var name = new StringBuilder(atEnd() ? "" : tokens.get(position).text());
    position++;
    while (isSymbol('.')) {
      position++;
      name.append('.').append(atEnd() ? "" : tokens.get(position).text());
      position++;
    }
    return name.toString();
  }

  /** Whether the word, in lower case, is anywhere in it, quoted or not. */
  boolean has(String name) {
    return tokens.stream()
        .anyMatch(token ->
            (token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME)
                && token.name().equalsIgnoreCase(name));
  }

  /** Steps over the parenthesis that comes next with what is in it; that is handed out. */
  List<SqlToken> parentheses() {
    var inside = new ArrayList<SqlToken>();
    if (!isSymbol('(')) {
      return inside;
    }
    int depth = 0;
    for (; !atEnd(); position++) {
      var token = tokens.get(position);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      inside.add(token);
      if (depth == 0) {
        position++;
        return inside.subList(1, inside.size() - 1);
      }
    }
    return inside;
  }

  /** Steps over what comes up to that symbol, outside of parentheses; false at the end. */
  boolean skipTo(char symbol) {
    int depth = 0;
    for (; !atEnd(); position++) {
      var token = tokens.get(position);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && token.isSymbol(symbol)) {
        position++;
        return true;
      }
    }
    return false;
  }

  /** Steps to that word, outside of parentheses; false if it doesn't come. */
  boolean skipTo(String word) {
    int depth = 0;
    for (; !atEnd(); position++) {
      var token = tokens.get(position);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && token.isWord(word)) {
        return true;
      }
    }
    return false;
  }
}
