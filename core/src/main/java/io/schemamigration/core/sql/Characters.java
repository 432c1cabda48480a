package io.schemamigration.core.sql;

/** What a character can be part of, to both databases alike. */
final class Characters {
  private Characters() {}

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isWordStart(char c) {
    return isAsciiLetter(c) || c == '_' || c >= 0x80;
  }

  static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  static boolean isNumberPart(char c) {
    return isDigit(c) || c == '.' || c == '_' || isAsciiLetter(c);
  }
}
