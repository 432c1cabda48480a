package io.schemamigration.core.sql;

import io.schemamigration.core.sql.Lexer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a file of SQL apart into its statements. A semicolon ends a statement, except inside quotes
 * and comments, between the parentheses of {@code CREATE RULE}, and in the bodies of SQLite's
 * triggers and of PostgreSQL's {@code BEGIN ATOMIC} functions, where only {@code ; END ;} does. The
 * data of {@code COPY … FROM STDIN} go with it.
 */
public final class SqlSplitter {
  /** How many leading words show what a statement is: CREATE OR REPLACE TEMP … TRIGGER. */
  private static final int LEADING_WORDS = 5;

  private final Dialect dialect;
  private final Lexer lexer;
  private final String text;
  private final List<Statement> statements = new ArrayList<>();

  private int begin = -1;
  private int end;
  private int parentheses;
  private final List<String> words = new ArrayList<>(LEADING_WORDS);
  private boolean atomic;
  private String last = "";
  private String beforeLast = "";
  private int countedTo;
  private int line;
  private int column = 1;
  private int columnAt;

  private SqlSplitter(Dialect dialect, String text, int firstLine) {
    this.dialect = dialect;
    this.text = text;
    this.lexer = new Lexer(dialect, text, firstLine);
    this.line = firstLine;
  }

  /**
   * Splits at the semicolons that end statements. Empty statements and comments between statements
   * are left out.
   *
   * @param firstLine the line number of the text's first line, for messages
   * @throws UnreadableSqlException when a quote or comment doesn't end, or the text holds something
   *     that only a client such as psql understands
   */
  public static List<Statement> split(Dialect dialect, String text, int firstLine) {
    return new SqlSplitter(dialect, text, firstLine).split();
  }

  private List<Statement> split() {
    while (lexer.next()) {
      if (lexer.isSymbol(';') && endsStatement()) {
        finish();
        takeData();
      } else {
        take();
      }
    }
    if (begin >= 0 && inBody() && !bodyEnded()) {
      throw lexer.error(
          begin,
          "the body of the statement that begins here has no END",
          "end the body with END; on a line of its own");
    }
    if (begin >= 0 && lexer.readsData()) {
      throw lexer.error(
          begin,
          "COPY … FROM STDIN has no data",
          "write the rows on the lines after it, and \\. on the last one");
    }
    finish();
    return statements;
  }

  private boolean endsStatement() {
    if (inBody()) {
      return bodyEnded();
    }
    return parentheses <= 0 || !isCreate("RULE");
  }

  private boolean inBody() {
    return atomic || (dialect == Dialect.SQLITE && isCreate("TRIGGER"));
  }

  /** No statement of a body can begin with END, so that END after a semicolon ends the body. */
  private boolean bodyEnded() {
    return last.equals("END") && (beforeLast.equals(";") || beforeLast.equals("ATOMIC"));
  }

  private void take() {
    if (begin < 0) {
      begin = lexer.start();
      refuseClientCommand('.', Dialect.SQLITE);
    }
    refuseClientCommand('\\', Dialect.POSTGRESQL);
    end = lexer.end();
    if (lexer.isSymbol('(')) {
      parentheses++;
    } else if (lexer.isSymbol(')')) {
      parentheses--;
    }
    var word = shortWord();
    if (lexer.kind() == Kind.WORD && words.size() < LEADING_WORDS) {
      words.add(word);
    }
    if (word.equals("ATOMIC") && last.equals("BEGIN") && isRoutine()) {
      atomic = true;
    }
    beforeLast = last;
    last = word;
  }

  /** The token in upper case where it can matter: no keyword is longer than this. */
  private String shortWord() {
    if (lexer.kind() != Kind.WORD) {
      return lexer.isSymbol(';') ? ";" : "";
    }
    return lexer.end() - lexer.start() > 20 ? "" : lexer.token().toUpperCase(Locale.ROOT);
  }

  private void refuseClientCommand(char sign, Dialect where) {
    if (dialect == where && lexer.isSymbol(sign)) {
      throw lexer.error(
          lexer.start(),
          "a command that begins with " + sign + " is for the database's own client, not SQL",
          "write it as SQL, or leave it out");
    }
  }

  private boolean isRoutine() {
    return dialect == Dialect.POSTGRESQL && (isCreate("FUNCTION") || isCreate("PROCEDURE"));
  }

  /** CREATE, then words that may stand between, then {@code what}. */
  private boolean isCreate(String what) {
    if (words.isEmpty() || !words.getFirst().equals("CREATE")) {
      return false;
    }
    for (int i = 1; i < words.size(); i++) {
      var word = words.get(i);
      if (word.equals(what)) {
        return true;
      }
      if (!word.equals("OR")
          && !word.equals("REPLACE")
          && !word.equals("TEMP")
          && !word.equals("TEMPORARY")) {
        return false;
      }
    }
    return false;
  }

  /** The lines after COPY … FROM STDIN belong to it. */
  private void takeData() {
    if (lexer.readsData()) {
      lexer.next();
      var copy = statements.removeLast();
      statements.add(new Statement(copy.sql(), copy.line(), copy.column(), lexer.token(), null));
    }
  }

  private void finish() {
    if (begin >= 0) {
      for (int i = text.indexOf('\n', countedTo); i >= 0 && i < begin; ) {
        line++;
        countedTo = i + 1;
        column = 1;
        columnAt = countedTo;
        i = text.indexOf('\n', countedTo);
      }
      column += text.codePointCount(columnAt, begin);
      columnAt = begin;
      statements.add(new Statement(text.substring(begin, end), line, column, null, null));
    }
    begin = -1;
    parentheses = 0;
    words.clear();
    atomic = false;
    last = "";
    beforeLast = "";
  }
}
