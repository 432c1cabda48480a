package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.sql.SqlComment;
import java.util.List;

/**
 * A comment that reads like the mark of a section, but is no tool's. If it is one, up and down part
 * would run in one go; so it is refused, unless nothing that runs comes after it.
 */
final class UnknownMark {
  /** How many are looked at closely, each in all of the text. */
  private static final int MOST = 20;

  private final String file;
  private final String text;
  private final List<SqlComment> comments;
  private final SqlReader sql;
  private int checked;
  private int next;

  UnknownMark(String file, String text, List<SqlComment> comments, SqlReader sql) {
    this.file = file;
    this.text = text;
    this.comments = comments;
    this.sql = sql;
  }

  /**
   * Adds a problem if what is below the comment could be meant as another part.
   *
   * @return whether there is nothing to ask about the comments after it
   */
  boolean refuse(SqlComment comment, List<Problem> problems) {
    if (!comment.statementBefore() || isCommentedOut(comment)) {
      return false;
    }
    checked++;
    if (checked <= MOST && !sql.isBetween(text, comment)) {
      return false;
    }
    if (sql.hasStatement(text, comment)) {
      problems.add(problem(comment));
    }
    return true;
  }

  /**
   * Adds a problem if what is below prose that speaks of taking back does so: it drops what is made
   * above.
   *
   * @return whether there is nothing to ask about the comments after it
   */
  boolean refuseHint(SqlComment comment, SectionMark.Kind kind, List<Problem> problems) {
    if (!comment.statementBefore() || isCommentedOut(comment)) {
      return false;
    }
    checked++;
    if (checked > MOST) {
      return true;
    }
    var taken = sql.takenBack(text.substring(0, comment.start()), text.substring(comment.end()));
    boolean refused =
        (kind == SectionMark.Kind.HINT_CLEAN ? taken.all() : taken.some())
            && sql.isBetween(text, comment);
    if (refused) {
      problems.add(problem(comment));
    }
    return refused;
  }

  private Problem problem(SqlComment comment) {
    var said = comment.block() ? "/*" + comment.text() + "*/" : "-- " + comment.text();
    return new Problem(
        file,
        comment.line(),
        "'"
            + said
            + "' reads like the mark of another section, but what is below it would run with"
            + " what is above",
        "write '-- Up' on top of the file and '-- Down' over what takes it back; if this is"
            + " a remark, make a sentence of it, such as '-- this can be undone by …'");
  }

  /** {@code -- ROLLBACK;}, or a heading over statements that are comments themselves. */
  private boolean isCommentedOut(SqlComment comment) {
    if (comment.text().endsWith(";")) {
      return true;
    }
    int line = comment.line() + (int) comment.text().chars().filter(c -> c == '\n').count();
    for (; next < comments.size() && comments.get(next).line() <= comment.line(); ) {
      next++;
    }
    for (var other : comments.subList(next, comments.size())) {
      if (other.line() > line + 1) {
        return false;
      }
      if (other.line() == line + 1) {
        if (other.text().endsWith(";")) {
          return true;
        }
        line++;
      }
    }
    return false;
  }
}
