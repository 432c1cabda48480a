package io.schemamigration.core.sql.words;

import java.util.HashSet;
import java.util.Set;

/** Whether an UPDATE only sets columns that are NULL in each of its rows, or counts on. */
final class FillWords {
  private static final Set<String> ENDS = Set.of("WHERE", "FROM", "ORDER", "LIMIT");

  private FillWords() {}

  /** Looks at what stands behind SET, without stepping over it. */
  static boolean fills(Words behindSet) {
    if (behindSet.restHas(Set.of("CURRENT"))) {
      return false; // WHERE CURRENT OF a cursor
    }
    var words = behindSet.copy();
    var set = new HashSet<String>();
    do {
      var column = words.peek();
      if (!Words.isWord(column) || !words.peek(1).equals("=")) {
        return false;
      }
      boolean counts =
          words.peek(2).equals(column)
              && (words.peek(3).equals("+") || words.peek(3).equals("-"))
              && words.peek(4).equals(Words.NUMBER)
              && isEnd(words.peek(5));
      if (!counts) {
        set.add(column);
      }
      skipValue(words);
    } while (words.accept(","));
    return empty(words).containsAll(set);
  }

  private static boolean isEnd(String token) {
    return token.isEmpty() || token.equals(",") || ENDS.contains(token);
  }

  private static void skipValue(Words words) {
    while (!isEnd(words.peek())) {
      if (!words.acceptParentheses()) {
        words.skip();
      }
    }
  }

  /** The columns that are NULL: {@code WHERE a IS NULL AND …}. */
  private static Set<String> empty(Words words) {
    var found = new HashSet<String>();
    while (!words.atEnd() && !words.accept("WHERE")) {
      words.skip();
    }
    boolean begins = true;
    boolean between = false;
    while (!words.atEnd()) {
      int name = words.peek(1).equals(".") ? 2 : 0;
      boolean isNull = words.peek(name + 1).equals("IS") && words.peek(name + 2).equals("NULL");
      boolean alone = words.peek(name + 3).isEmpty() || words.peek(name + 3).equals("AND");
      if (begins && isNull && alone && Words.isWord(words.peek(name))) {
        found.add(words.peek(name));
      }
      begins = false;
      if (words.accept("OR")) {
        return Set.of();
      } else if (words.accept("BETWEEN")) {
        between = true;
      } else if (words.accept("AND")) {
        begins = !between;
        between = false;
      } else if (!words.acceptParentheses()) {
        words.skip();
      }
    }
    return found;
  }
}
