package io.schemamigration.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * Reads SQL token by token, knowing only what is needed to know where text is code and where it is
 * quoted or a comment: PostgreSQL's manual, "Lexical Structure", and SQLite's tokenizer.
 */
public final class Lexer {
  /** What a token is. */
  public enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    LINE_COMMENT,
    BLOCK_COMMENT,
    SYMBOL,
    /** The lines that follow COPY … FROM STDIN, without the one that ends them. */
    DATA
  }

  private final Dialect dialect;
  private final String text;
  private final int firstLine;
  private int position;
  private int start;
  private int end;
  private Kind kind = Kind.SYMBOL;
  private final CopyData copy = new CopyData();

  public Lexer(Dialect dialect, String text, int firstLine) {
    this.dialect = dialect;
    this.text = text;
    this.firstLine = firstLine;
  }

  /** Goes to the next token that is no comment; false at the end of the text. */
  public boolean next() {
    while (nextOrComment()) {
      if (kind != Kind.LINE_COMMENT && kind != Kind.BLOCK_COMMENT) {
        return true;
      }
    }
    return false;
  }

  /** Goes to the next token or comment; false at the end of the text. */
  boolean nextOrComment() {
    if (copy.follows()) {
      data();
      return true;
    }
    if (!readToken()) {
      return false;
    }
    end = position;
    if (dialect == Dialect.POSTGRESQL) {
      copy.take(this);
    }
    return true;
  }

  private boolean readToken() {
    while (position < text.length() && Characters.isSpace(text.charAt(position))) {
      position++;
    }
    start = position;
    if (position == text.length()) {
      return false;
    }
    char c = text.charAt(position);
    char after = position + 1 < text.length() ? text.charAt(position + 1) : '\0';
    if (c == '\0') {
      throw error(position, "the file has a NUL character", "save it as plain UTF-8 text");
    }
    if ((c == '-' && after == '-') || (c == '\\' && RestrictLine.is(dialect, text, position))) {
      kind = Kind.LINE_COMMENT;
      int end = text.indexOf('\n', position);
      position = end < 0 ? text.length() : end;
    } else if (c == '/' && after == '*') {
      blockComment();
    } else if (Characters.isWordStart(c)) {
      word();
    } else if (c >= '0' && c <= '9') {
      number();
    } else {
      quotedOrSymbol(c);
    }
    return true;
  }

  public Kind kind() {
    return kind;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  public String token() {
    return text.substring(start, end);
  }

  /** Whether the statement at hand reads data that stand after it. */
  boolean readsData() {
    return copy.reads();
  }

  /** Whether the token is this one character. */
  public boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(start) == symbol;
  }

  /** Whether the token is this word, in whatever case; never true of a quoted name. */
  public boolean isWord(String word) {
    return kind == Kind.WORD
        && position - start == word.length()
        && text.regionMatches(true, start, word, 0, word.length());
  }

  int lineAt(int offset) {
    int line = firstLine;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    return line;
  }

  public UnreadableSqlException error(int offset, String message, @Nullable String hint) {
    return new UnreadableSqlException(lineAt(offset), message, hint);
  }

  private void data() {
    kind = Kind.DATA;
    start = copy.begin(this, text, position);
    end = copy.end(this, text, start);
    int after = text.indexOf('\n', end);
    position = after < 0 ? text.length() : after + 1;
  }

  private void blockComment() {
    kind = Kind.BLOCK_COMMENT;
    int depth = 1;
    int at = position + 2;
    while (depth > 0) {
      if (at + 1 >= text.length()) {
        throw error(start, "the comment that begins here has no end", "close it with */");
      }
      char c = text.charAt(at);
      char after = text.charAt(at + 1);
      if (c == '*' && after == '/') {
        depth--;
        at += 2;
      } else if (c == '/' && after == '*' && dialect == Dialect.POSTGRESQL) {
        depth++;
        at += 2;
      } else {
        at++;
      }
    }
    position = at;
  }

  private void word() {
    kind = Kind.WORD;
    while (position < text.length() && Characters.isWordPart(text.charAt(position))) {
      position++;
    }
    boolean quoteFollows = position < text.length() && text.charAt(position) == '\'';
    if (dialect == Dialect.POSTGRESQL && quoteFollows && isWord("E")) {
      escapeString();
    }
  }

  private void number() {
    kind = Kind.NUMBER;
    while (position < text.length() && Characters.isNumberPart(text.charAt(position))) {
      position++;
    }
  }

  private void quotedOrSymbol(char c) {
    switch (c) {
      case '\'' -> quoted(Kind.STRING, '\'', "string");
      case '"' -> quoted(Kind.QUOTED_NAME, '"', "quoted name");
      case '`' -> {
        if (dialect == Dialect.SQLITE) {
          quoted(Kind.QUOTED_NAME, '`', "quoted name");
        } else {
          symbol();
        }
      }
      case '[' -> {
        if (dialect == Dialect.SQLITE) {
          bracketName();
        } else {
          symbol();
        }
      }
      case '$' -> dollar();
      default -> symbol();
    }
  }

  private void symbol() {
    kind = Kind.SYMBOL;
    position++;
  }

  /** Text up to the closing quote; a doubled quote stands for itself. */
  private void quoted(Kind kind, char quote, String what) {
    this.kind = kind;
    int at = position + 1;
    while (true) {
      int end = text.indexOf(quote, at);
      if (end < 0) {
        throw unterminated(what, quote);
      }
      if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
        at = end + 2;
      } else {
        position = end + 1;
        break;
      }
    }
    refuseNul();
  }

  private void bracketName() {
    kind = Kind.QUOTED_NAME;
    int end = text.indexOf(']', position);
    if (end < 0) {
      throw unterminated("quoted name", ']');
    }
    position = end + 1;
    refuseNul();
  }

  private void escapeString() {
    kind = Kind.STRING;
    int end = EscapeString.end(text, position);
    if (end < 0) {
      throw unterminated("string", '\'');
    }
    position = end;
    refuseNul();
  }

  /** {@code $tag$…$tag$}, or a dollar sign that means something else. */
  private void dollar() {
    int tagEnd = dialect == Dialect.POSTGRESQL ? dollarTagEnd() : -1;
    if (tagEnd < 0) {
      symbol();
      return;
    }
    kind = Kind.STRING;
    var tag = text.substring(position, tagEnd);
    int end = text.indexOf(tag, tagEnd);
    if (end < 0) {
      throw error(
          start, "the text that begins here with " + tag + " has no end", "close it with " + tag);
    }
    position = end + tag.length();
    refuseNul();
  }

  private int dollarTagEnd() {
    int at = position + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '$') {
        return at + 1;
      }
      if (!Characters.isWordStart(c) && (!Characters.isDigit(c) || at == position + 1)) {
        return -1;
      }
      at++;
    }
    return -1;
  }

  private UnreadableSqlException unterminated(String what, char quote) {
    return error(start, "the " + what + " that begins here has no end", "close it with " + quote);
  }

  private void refuseNul() {
    int nul = text.indexOf('\0', start, position);
    if (nul >= 0) {
      throw error(nul, "the file has a NUL character", "save it as plain UTF-8 text");
    }
  }
}
