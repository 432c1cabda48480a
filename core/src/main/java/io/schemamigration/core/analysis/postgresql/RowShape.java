package io.schemamigration.core.analysis.postgresql;

import org.jspecify.annotations.Nullable;

/**
 * Distinguishes {@code INSERT INTO t (a, b) VALUES (1, 'x')} and its likes apart by what isn't a
 * value: statements of one shape have one tree, but for the values in it and their places. A file
 * of rows has thousands of them, and reading each takes a thousand times as long as this.
 */
final class RowShape {
  /** Far below what the grammar takes. */
  private static final int LONGEST = 16_384;

  private final String sql;
  private final StringBuilder shape;
  private int at;

  private RowShape(String sql) {
    this.sql = sql;
    this.shape = new StringBuilder(sql.length());
  }

  /**
   * The shape: the statement's text up to VALUES, then the kinds of the values. Null where it is
   * any other statement, or has anything in it but plain names, numbers, strings without a
   * backslash, NULL, TRUE, FALSE and DEFAULT.
   */
  static @Nullable String of(String sql) {
    if (sql.length() > LONGEST) {
      return null;
    }
    var reader = new RowShape(sql);
    return reader.target() && reader.rows() ? reader.shape.toString() : null;
  }

  private boolean target() {
    if (!word("INSERT") || !space() || !word("INTO") || !space() || !name()) {
      return false;
    }
    if (symbol('.') && !name()) {
      return false;
    }
    space();
    if (symbol('(')) {
      do {
        space();
        if (!name()) {
          return false;
        }
        space();
      } while (symbol(','));
      if (!symbol(')')) {
        return false;
      }
      space();
    }
    if (!word("VALUES")) {
      return false;
    }
    shape.append(sql, 0, at);
    return true;
  }

  private boolean rows() {
    do {
      space();
      if (!symbol('(') || !values() || !symbol(')')) {
        return false;
      }
      shape.append(';');
      space();
    } while (symbol(','));
    return at == sql.length();
  }

  private boolean values() {
    do {
      space();
      char kind = value();
      if (kind == 0) {
        return false;
      }
      shape.append(kind);
      space();
    } while (symbol(','));
    return true;
  }

  /** Its kind, or 0. */
  private char value() {
    char c = peek();
    if (c == '\'') {
      return string() ? '\'' : 0;
    }
    if (c == '-' || isDigit(c)) {
      symbol('-');
      return number() ? '0' : 0; // behind it only a blank, a comma or the parenthesis is taken
    }
    if (word("NULL") || word("TRUE") || word("FALSE")) {
      return 'w';
    }
    return word("DEFAULT") ? 'd' : 0;
  }

  private boolean string() {
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == '\\' || c == 0) {
        return false;
      }
      if (c == '\'' && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
        at++;
      } else if (c == '\'') {
        at++;
        return true;
      }
    }
    return false;
  }

  private boolean number() {
    int begin = at;
    while (isDigit(peek())) {
      at++;
    }
    if (at > begin && symbol('.')) {
      while (isDigit(peek())) {
        at++;
      }
    }
    return at > begin;
  }

  private boolean name() {
    int begin = at;
    while (isName(peek())) {
      at++;
    }
    return at > begin && !isDigit(sql.charAt(begin));
  }

  private boolean word(String expected) {
    int end = at + expected.length();
    boolean here =
        sql.regionMatches(true, at, expected, 0, expected.length())
            && (end == sql.length() || !isName(sql.charAt(end)));
    at = here ? end : at;
    return here;
  }

  private boolean symbol(char expected) {
    boolean here = peek() == expected && at < sql.length();
    at += here ? 1 : 0;
    return here;
  }

  private boolean space() {
    int begin = at;
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
    return at > begin;
  }

  private char peek() {
    return at < sql.length() ? sql.charAt(at) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isName(char c) {
    return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
  }
}
