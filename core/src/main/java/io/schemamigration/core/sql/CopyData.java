package io.schemamigration.core.sql;

import io.schemamigration.core.sql.Lexer.Kind;

/**
 * The lines after {@code COPY … FROM STDIN;}, as psql and pg_dump have them: from the next line on,
 * up to a line that is {@code \.} and nothing else. They are no SQL.
 */
final class CopyData {
  private State state = State.AT_START;

  /** How much of such a statement has been read. */
  private enum State {
    AT_START,
    COPY,
    FROM,
    STDIN,
    FOLLOWS,
    OTHER
  }

  /** Whether the statement at hand reads data. */
  boolean reads() {
    return state == State.STDIN || state == State.FOLLOWS;
  }

  /** Whether they come next. */
  boolean follows() {
    return state == State.FOLLOWS;
  }

  /** Looks at the lexer's token. */
  void take(Lexer lexer) {
    if (lexer.kind() == Kind.LINE_COMMENT || lexer.kind() == Kind.BLOCK_COMMENT) {
      return;
    }
    if (lexer.isSymbol(';')) {
      state = state == State.STDIN ? State.FOLLOWS : State.AT_START;
      return;
    }
    state =
        switch (state) {
          case AT_START -> lexer.isWord("COPY") ? State.COPY : State.OTHER;
          case COPY -> lexer.isWord("FROM") ? State.FROM : State.COPY;
          case FROM -> lexer.isWord("STDIN") ? State.STDIN : State.COPY;
          case STDIN, FOLLOWS, OTHER -> state;
        };
  }

  /** Where they begin. */
  int begin(Lexer lexer, String text, int after) {
    state = State.AT_START;
    int line = text.indexOf('\n', after);
    var rest = line < 0 ? "" : text.substring(after, line).strip();
    if (line < 0 || !(rest.isEmpty() || rest.startsWith("--"))) {
      throw lexer.error(
          after,
          "the data of COPY … FROM STDIN have to begin on the next line",
          "end the line after the semicolon, and the data with a line that is \\. and nothing else");
    }
    return line + 1;
  }

  /** Where the line that ends them begins. */
  int end(Lexer lexer, String text, int begin) {
    int at = begin;
    while (at >= 0 && at < text.length()) {
      int next = text.indexOf('\n', at);
      int lineEnd = next < 0 ? text.length() : next;
      if (text.startsWith("\\.", at) && text.substring(at + 2, lineEnd).isBlank()) {
        return at;
      }
      at = next < 0 ? -1 : next + 1;
    }
    throw lexer.error(
        begin - 1,
        "the data of COPY … FROM STDIN have no end",
        "end them with a line that is \\. and nothing else");
  }
}
