package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlComment;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.sql.backfill.BackfillMark;
import io.schemamigration.core.sql.backfill.BatchSql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the statements of a file that are to run in batches. */
final class Backfills {
  private static final String KEY = "backfill:";

  private final Dialect dialect;
  private final String file;
  private final List<Problem> problems;
  private boolean misread;

  Backfills(Dialect dialect, String file, List<Problem> problems) {
    this.dialect = dialect;
    this.file = file;
    this.problems = problems;
  }

  /**
   * The same statements, those with a mark before them in batches.
   *
   * @param comments of the part of the file in which the statements are
   */
  List<Statement> marked(List<SqlComment> comments, List<Statement> statements) {
    var marks = new ArrayList<SqlComment>();
    for (var comment : comments) {
      if (!comment.block() && comment.text().regionMatches(true, 0, KEY, 0, KEY.length())) {
        marks.add(comment);
      }
    }
    if (marks.isEmpty()) {
      refuseWithoutMark(statements);
      return statements;
    }
    var all = new ArrayList<>(statements);
    for (var mark : marks) {
      mark(mark, all);
    }
    refuseWithoutMark(all);
    return all;
  }

  private void mark(SqlComment mark, List<Statement> all) {
    var said = mark.text().substring(KEY.length()).strip();
    int at = 0;
    while (at < all.size() && last(all.get(at)) < mark.line()) {
      at++;
    }
    boolean meant = BackfillMark.meant(dialect, said);
    var statement = at == all.size() ? null : all.get(at);
    boolean before = statement != null && statement.line() > mark.line();
    if (!meant && (statement == null || !before || !isIn(statement))) {
      return; // a remark about some backfill
    }
    if (statement == null || !before) {
      misread = true;
      problem(
          mark.line(),
          "no statement begins after this mark of a backfill",
          "put it on the line before its statement");
    } else if (statement.backfill() != null) {
      problem(mark.line(), "a second mark for one statement", "keep one of them");
    } else {
      var how = read(said, mark.line(), statement);
      if (how != null) {
        all.set(at, statement.inBatches(how));
      }
    }
  }

  private static int last(Statement statement) {
    int line = statement.line();
    for (int i = statement.sql().indexOf('\n'); i >= 0; ) {
      line++;
      i = statement.sql().indexOf('\n', i + 1);
    }
    return line;
  }

  private @Nullable Backfill read(String said, int line, Statement statement) {
    try {
      var how = BackfillMark.read(dialect, said, line);
      var read = BatchSql.of(dialect, statement);
      return read.ends().isEmpty() ? null : how;
    } catch (UnreadableSqlException e) {
      problem(e.line(), String.valueOf(e.getMessage()), e.hint());
      misread = true;
      return null;
    }
  }

  /** SQLite would read the two as NULL, and silently change nothing. */
  private void refuseWithoutMark(List<Statement> statements) {
    for (var statement : statements) {
      if (!misread && statement.backfill() == null && isIn(statement)) {
        problem(
            statement.line(),
            ":from and :upto are the ends of a batch, but this isn't marked as a backfill",
            "write '-- backfill: TABLE.KEY batch 1000' on the line before it");
      }
    }
  }

  /** What takes a migration back is one transaction. */
  void refuse(List<Statement> down) {
    for (var statement : down) {
      if (isIn(statement)) {
        problem(
            statement.line(),
            "a down part can't run in batches: it is one transaction",
            "write it without :from and :upto, or put it into a migration of its own");
      }
    }
  }

  private boolean isIn(Statement statement) {
    var sql = statement.sql();
    return (sql.contains(":upto") || sql.contains(":from")) && BatchSql.isIn(dialect, statement);
  }

  private void problem(int line, String message, @Nullable String hint) {
    problems.add(new Problem(file, line, message, hint));
  }
}
