package io.schemamigration.core.sql.words;

import java.util.Set;

/** An index that no row of older code can make fail, as far as words show. */
final class IndexWords {
  /** What makes a condition more than a comparison. */
  private static final Set<String> MAY_FAIL =
      Set.of(
          "ALL",
          "ANY",
          "ARRAY",
          "AT",
          "CASE",
          "COLLATE",
          "DOCUMENT",
          "ILIKE",
          "JSON",
          "LIKE",
          "NORMALIZED",
          "OPERATOR",
          "OVERLAPS",
          "ROW",
          "SIMILAR",
          "SOME");

  private IndexWords() {}

  /** Columns and plain words only: an expression could fail on a row that older code writes. */
  static boolean isNewIndex(Words words) {
    words.accept("CONCURRENTLY");
    words.accept("IF", "NOT", "EXISTS");
    if (!words.peek().equals("ON")) {
      words.acceptName();
    }
    if (!words.accept("ON")) {
      return false;
    }
    words.accept("ONLY");
    if (!words.acceptName()) {
      return false;
    }
    int depth = 0;
    boolean condition = false;
    for (; !words.atEnd(); words.skip()) {
      var token = words.peek();
      depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
      condition |= token.equals("WHERE");
      boolean plain = Words.isName(token) || isPlain(token);
      if (depth > (condition ? 0 : 1) || !plain || (condition && MAY_FAIL.contains(token))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(String token) {
    return token.equals(Words.NUMBER)
        || token.equals(Words.STRING)
        || (token.length() == 1 && "(),.=<>!".indexOf(token.charAt(0)) >= 0);
  }
}
