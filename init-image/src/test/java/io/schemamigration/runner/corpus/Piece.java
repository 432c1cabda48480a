package io.schemamigration.runner.corpus;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement and where it stands.
 *
 * @param begin of it in the text
 * @param after the statement, its semicolon left out, and after the rows that it reads
 */
record Piece(Statement statement, int begin, int after) {
  int end() {
    return begin + statement.sql().length();
  }

  /** What the splitter makes of a text. */
  static List<Piece> of(Dialect dialect, String text) {
    var found = new ArrayList<Piece>();
    int from = 0;
    int line = 1;
    int lineBegin = 0;
    for (var statement : SqlSplitter.split(dialect, text, 1)) {
      for (; line < statement.line(); line++) {
        lineBegin = text.indexOf('\n', lineBegin) + 1;
      }
      int begin = text.indexOf(statement.sql(), Math.max(from, lineBegin));
      if (begin < 0) {
        throw new IllegalStateException("not in the text: " + statement);
      }
      from = begin + statement.sql().length();
      var rows = statement.data();
      if (rows != null) {
        int last = text.indexOf(rows, text.indexOf('\n', from)) + rows.length();
        from = text.indexOf("\\.", last) + 2;
      }
      found.add(new Piece(statement, begin, from));
    }
    return found;
  }
}
