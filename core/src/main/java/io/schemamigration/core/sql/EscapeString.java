package io.schemamigration.core.sql;

/**
 * PostgreSQL's {@code E'…'}: a backslash takes the next character along, and so it does where the
 * string continues on another line (manual, "String Constants").
 */
final class EscapeString {
  private EscapeString() {}

  /** Where the string, with its continuations, ends; -1 when it doesn't. */
  static int end(String text, int openingQuote) {
    int quote = openingQuote;
    int end = openingQuote;
    while (quote >= 0) {
      end = pieceEnd(text, quote);
      if (end < 0) {
        return -1;
      }
      quote = continuation(text, end);
    }
    return end;
  }

  private static int pieceEnd(String text, int quote) {
    int at = quote + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = c == '\'' && at + 1 < text.length() && text.charAt(at + 1) == '\'';
      if (c == '\\' || doubled) {
        at += 2;
      } else if (c == '\'') {
        return at + 1;
      } else {
        at++;
      }
    }
    return -1;
  }

  /** The quote with which the string continues, after at least one line's end; -1 if none. */
  private static int continuation(String text, int from) {
    boolean newline = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\'') {
        return newline ? at : -1;
      }
      if (text.startsWith("--", at)) {
        at = text.indexOf('\n', at);
        if (at < 0) {
          return -1;
        }
        newline = true;
      } else if (!Characters.isSpace(c)) {
        return -1;
      } else if (c == '\n' || c == '\r') {
        newline = true;
      }
    }
    return -1;
  }
}
