package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Verification;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.SqlComment;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.sql.words.ExpandList;
import io.schemamigration.core.sql.words.OwnTransactions;
import io.schemamigration.core.sql.words.StatementKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of a file, taken apart and judged. */
final class SqlReader {
  private final Dialect dialect;
  private final List<Problem> problems;

  SqlReader(Dialect dialect, List<Problem> problems) {
    this.dialect = dialect;
    this.problems = problems;
  }

  /** What finds nearly right lines of a header. */
  HeaderKey keys(String file) {
    return new HeaderKey(dialect, file, problems);
  }

  List<SqlComment> comments(String text) {
    try {
      return SqlComment.in(dialect, text);
    } catch (UnreadableSqlException e) {
      return List.of(); // told when the text is split
    }
  }

  /** Whether something would run after a comment; the end of a transaction isn't counted. */
  boolean hasStatement(String text, SqlComment after) {
    try {
      for (var statement : SqlSplitter.split(dialect, text.substring(after.end()), 1)) {
        if (!StatementKind.transactionControl(dialect, statement)) {
          return true;
        }
      }
      return false;
    } catch (UnreadableSqlException e) {
      return true;
    }
  }

  /** Whether a comment stands after a statement's end, and in none. */
  boolean isBetween(String text, SqlComment comment) {
    var before = text.substring(0, comment.start());
    try {
      int statements = SqlSplitter.split(dialect, before, 1).size();
      return SqlSplitter.split(dialect, before + "x", 1).size() > statements;
    } catch (UnreadableSqlException e) {
      return false; // in the body of a trigger
    }
  }

  /** Compares what one part makes with what another one undoes. */
  TakenBack takenBack(String above, String below) {
    return TakenBack.of(dialect, above, below);
  }

  List<Statement> split(String file, String text, int firstLine) {
    List<Statement> statements;
    try {
      statements = SqlSplitter.split(dialect, text, firstLine);
    } catch (UnreadableSqlException e) {
      problems.add(new Problem(file, e.line(), String.valueOf(e.getMessage()), e.hint()));
      return List.of();
    }
    var read = OwnTransactions.leftOut(dialect, statements);
    var refused = read.refused();
    if (refused != null) {
      problems.add(
          new Problem(
              file,
              refused.line(),
              "a migration runs in a transaction that isn't its own to end: " + refused.sql(),
              "leave the statement out; a pair of BEGIN and COMMIT may stay"));
    }
    for (var statement : read.statements()) {
      refuseTemplate(file, statement);
    }
    return read.statements();
  }

  /** No SQL has two such brackets outside of quotes. */
  private void refuseTemplate(String file, Statement statement) {
    if (!statement.sql().contains("{{")) {
      return;
    }
    var lexer = new Lexer(dialect, statement.sql(), statement.line());
    int last = -2;
    while (lexer.next()) {
      if (lexer.isSymbol('{') && lexer.start() == last + 1) {
        var told = lexer.error(last, "this is a template: {{ … }} isn't replaced here", null);
        problems.add(
            new Problem(
                file,
                told.line(),
                String.valueOf(told.getMessage()),
                "fill in the templates first, and name the folder with the result by --dir"));
        return;
      }
      last = lexer.isSymbol('{') ? lexer.start() : -2;
    }
  }

  /** The statements of an up part, those that are marked so in batches. */
  List<Statement> up(String file, Sections sections) {
    var statements = split(file, sections.up(), sections.upLine());
    return new Backfills(dialect, file, problems).marked(sections.header(), statements);
  }

  /** The statements of a file that is kept out of a transaction. */
  List<Statement> plain(List<Statement> statements) {
    var plain = new ArrayList<Statement>(statements.size());
    for (var statement : statements) {
      boolean may =
          StatementKind.runsCode(dialect, statement) || StatementKind.makesSlot(dialect, statement);
      plain.add(may && statement.backfill() == null ? statement.committing() : statement);
    }
    return plain;
  }

  /** The statements of a down part. */
  List<Statement> down(String file, String text, int firstLine) {
    var statements = split(file, text, firstLine);
    new Backfills(dialect, file, problems).refuse(statements);
    return statements;
  }

  /** Each has to be one statement. */
  List<Verification> verifications(List<Verification> queries) {
    for (var query : queries) {
      int statements = split(query.file(), query.sql(), query.line()).size();
      if (statements > 1) {
        problems.add(
            new Problem(
                query.file(),
                query.line(),
                "verify: more than one statement",
                "write a line for each"));
      }
    }
    return queries;
  }

  @Nullable Statement firstUndecided(List<Statement> statements) {
    for (var statement : statements) {
      if (!ExpandList.isExpand(dialect, statement)) {
        return statement;
      }
    }
    return null;
  }

  boolean allTransactional(List<Statement> statements) {
    for (var statement : statements) {
      if (statement.backfill() != null || !StatementKind.transactional(dialect, statement)) {
        return false;
      }
    }
    return true;
  }

  /** Flyway puts values in place of these before the database sees them. */
  void refusePlaceholders(String file, List<Statement> statements) {
    for (var statement : statements) {
      var sql = statement.sql();
      int at = sql.indexOf("${");
      int end = at < 0 ? -1 : sql.indexOf('}', at);
      if (end > 0) {
        int line = statement.line();
        for (int i = 0; i < at; i++) {
          line += sql.charAt(i) == '\n' ? 1 : 0;
        }
        problems.add(
            new Problem(
                file,
                line,
                "placeholders such as " + sql.substring(at, end + 1) + " aren't replaced here",
                "write the value; where it is meant as it stands, say placeholderReplacement=false in "
                    + file
                    + ".conf"));
      }
    }
  }
}
