package io.schemamigration.core.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@code --} comment that has a line for itself: where migrations say things about themselves.
 *
 * @param text what stands after the dashes, without surrounding blanks
 * @param line the line of the file, from 1
 * @param start where its line begins in the text
 * @param end where its line ends in the text
 * @param statementBefore whether something that is no comment comes before it
 */
public record SqlComment(String text, int line, int start, int end, boolean statementBefore) {

  /**
   * The line comments of a text, in order; what only looks like one inside a quote isn't among
   * them.
   *
   * @throws UnreadableSqlException when a quote or comment doesn't end
   */
  public static List<SqlComment> in(Dialect dialect, String text) {
    var comments = new ArrayList<SqlComment>();
    if (!text.contains("--")) {
      return comments;
    }
    var lexer = new Lexer(dialect, text, 1);
    boolean statementBefore = false;
    int line = 1;
    int counted = 0;
    while (lexer.nextOrComment()) {
      switch (lexer.kind()) {
        case LINE_COMMENT -> {
          int lineStart = text.lastIndexOf('\n', lexer.start()) + 1;
          if (text.substring(lineStart, lexer.start()).isBlank()) {
            for (; counted < lineStart; counted++) {
              line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            var said = lexer.token().substring(2).strip();
            comments.add(new SqlComment(said, line, lineStart, lexer.end(), statementBefore));
          }
        }
        case BLOCK_COMMENT -> {}
        case WORD, QUOTED_NAME, STRING, NUMBER, SYMBOL, DATA -> statementBefore = true;
      }
    }
    return comments;
  }
}
