package io.schemamigration.core.report;

/**
 * Texts that others wrote (a server's messages, names of files and objects, reasons), so that they
 * can be shown: what a terminal obeys, what hides or turns text around, and, in a record of one
 * line, what ends a line is written as {@code \x1b}, {@code \n} or {@code \u202e}.
 */
public final class Printable {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private Printable() {}

  /** Text that is one line: a message, a name, a record. Tabs stay as they are. */
  public static String line(String text) {
    return escaped(text, false);
  }

  /** Text whose lines we made; line feeds stay, too. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  /** Whether a character obeys, hides or turns instead of being shown; line ends do. */
  static boolean hides(int c) {
    if (c < 0x7f) {
      return c < ' ' && c != '\t';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.FORMAT -> c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER;
      default -> false;
    };
  }

  private static String escaped(String text, boolean lines) {
    int from = first(text, lines);
    if (from == text.length()) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 16).append(text, 0, from);
    int c;
    for (int i = from; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (!hides(c) || (lines && c == '\n')) {
        shown.appendCodePoint(c);
      } else {
        escape(shown, c);
      }
    }
    return shown.toString();
  }

  private static int first(String text, boolean lines) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (hides(c) && !(lines && c == '\n')) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static void escape(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      default -> {
        int digits = c <= 0xff ? 2 : c <= 0xffff ? 4 : 6;
        var hex = Integer.toHexString(c);
        shown.append(digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U");
        shown.repeat('0', Math.max(0, digits - hex.length())).append(hex);
      }
    }
  }
}
