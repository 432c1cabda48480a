package io.schemamigration.runner.prove;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes a file of queries apart: a semicolon ends a query, and so does a line that begins like the
 * next one where nothing of the query before it is missing.
 */
final class QueryReader {
  private static final Set<String> BEGIN =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "MERGE", "REPLACE", "TABLE");

  /** After these the query continues, whatever the next line begins with. */
  private static final Set<String> OPEN =
      Set.of("UNION", "ALL", "EXCEPT", "INTERSECT", "AS", "THEN", "DO", "FOR", "ON", "EXPLAIN");

  /** With which a query that begins with INSERT, WITH or EXPLAIN is whole. */
  private static final Set<String> BODY = Set.of("SELECT", "VALUES", "TABLE", "DEFAULT");

  private final String text;
  private final Lexer lexer;
  private final List<OldQueries.Query> queries = new ArrayList<>();
  private int begin = -1;
  private int end;
  private int depth;
  private String first = "";
  private String last = "";
  private boolean whole;

  private QueryReader(Dialect dialect, String text) {
    this.text = text;
    this.lexer = new Lexer(dialect, text, 1);
  }

  /**
   * Reads them.
   *
   * @throws io.schemamigration.core.sql.UnreadableSqlException when a quote or comment has no end
   */
  static List<OldQueries.Query> read(Dialect dialect, String text) {
    var reader = new QueryReader(dialect, text);
    while (reader.lexer.next()) {
      reader.take();
    }
    reader.finish();
    return reader.queries;
  }

  private void take() {
    if (lexer.isSymbol(';')) {
      finish();
      return;
    }
    var word = lexer.kind() == Lexer.Kind.WORD ? lexer.token().toUpperCase(Locale.ROOT) : "";
    if (begin >= 0 && beginsAnother(word)) {
      finish();
    }
    if (begin < 0) {
      begin = lexer.start();
      first = word;
      whole = !Set.of("INSERT", "REPLACE", "WITH", "EXPLAIN").contains(word);
    } else if (depth == 0) {
      if (word.equals("INSERT") || word.equals("REPLACE")) {
        first = word;
      }
      boolean with = !first.equals("INSERT") && !first.equals("REPLACE");
      whole |= BODY.contains(word) || (with && BEGIN.contains(word) && !word.equals("WITH"));
    }
    depth += lexer.isSymbol('(') ? 1 : lexer.isSymbol(')') ? -1 : 0;
    last = word;
    end = lexer.end();
  }

  /** Whether the line begins with this word, where the one of the query at hand does, or before. */
  private boolean beginsAnother(String word) {
    if (depth != 0 || !whole || !BEGIN.contains(word) || OPEN.contains(last)) {
      return false;
    }
    int line = text.lastIndexOf('\n', lexer.start() - 1) + 1;
    int indent = lexer.start() - line;
    return line > begin && text.substring(line, lexer.start()).isBlank() && indent <= indent(begin);
  }

  private int indent(int offset) {
    return offset - text.lastIndexOf('\n', offset - 1) - 1;
  }

  private void finish() {
    if (begin >= 0) {
      int line = 1 + (int) text.substring(0, begin).chars().filter(c -> c == '\n').count();
      queries.add(new OldQueries.Query(line, text.substring(begin, end)));
    }
    begin = -1;
    depth = 0;
    last = "";
  }
}
