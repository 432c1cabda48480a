package io.schemamigration.core.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A comment that has its lines for itself: where migrations say things about themselves.
 *
 * @param text what stands after the dashes, without surrounding blanks, or in the block, as it is
 * @param line the line of the file on which it begins, from 1
 * @param start where its line begins in the text
 * @param end where it ends in the text
 * @param statementBefore whether something that is no comment comes before it
 * @param block whether it is a block comment, not a {@code --} one
 * @param indent how many blanks stand before the text
 */
public record SqlComment(
    String text, int line, int start, int end, boolean statementBefore, boolean block, int indent) {

  /**
   * The comments of a text, in order; what only looks like one inside a quote isn't among them.
   * Play's <code># ---</code> counts as one, too.
   *
   * @throws UnreadableSqlException when a quote or comment doesn't end
   */
  public static List<SqlComment> in(Dialect dialect, String text) {
    return text.contains("--") || text.contains("/*")
        ? new Reading(dialect, text).read()
        : List.of();
  }

  /** What has been seen on the way through the text. */
  private static final class Reading {
    private final String text;
    private final Lexer lexer;
    private final List<SqlComment> comments = new ArrayList<>();
    private boolean statementBefore;
    private boolean statementBeforeHash;
    private int line = 1;
    private int counted;

    /** Where the token or comment before ends, and whether that is a # at a line's begin. */
    private int before;

    private boolean hash;

    Reading(Dialect dialect, String text) {
      this.text = text;
      this.lexer = new Lexer(dialect, text, 1);
    }

    List<SqlComment> read() {
      while (lexer.nextOrComment()) {
        boolean begins = beginsLine();
        boolean isHash = false;
        switch (lexer.kind()) {
          case LINE_COMMENT -> {
            statementBefore &= !hash || statementBeforeHash;
            add(lexer.token().substring(2), begins || hash, false);
          }
          case BLOCK_COMMENT ->
              add(lexer.token().substring(2, lexer.token().length() - 2), begins, true);
          case WORD, QUOTED_NAME, STRING, NUMBER, SYMBOL, DATA -> {
            isHash = begins && lexer.isSymbol('#');
            statementBeforeHash = statementBefore;
            statementBefore = true;
          }
        }
        hash = isHash;
        before = lexer.end();
      }
      return comments;
    }

    private boolean beginsLine() {
      for (int i = before; i < lexer.start(); i++) {
        if (text.charAt(i) == '\n') {
          return true;
        }
      }
      return before == 0;
    }

    private void add(String said, boolean alone, boolean block) {
      if (!alone) {
        return;
      }
      int lineStart = text.lastIndexOf('\n', lexer.start()) + 1;
      for (; counted < lineStart; counted++) {
        line += text.charAt(counted) == '\n' ? 1 : 0;
      }
      var text = block ? said : said.strip();
      int indent = said.length() - said.stripLeading().length();
      comments.add(
          new SqlComment(text, line, lineStart, lexer.end(), statementBefore, block, indent));
    }
  }
}
