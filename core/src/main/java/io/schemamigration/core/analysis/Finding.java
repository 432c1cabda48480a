package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Statement;

/**
 * What a rule says about a place in a file.
 *
 * @param rule which
 * @param severity how much it matters there
 * @param file as the user knows it
 * @param line from 1
 * @param column from 1, in characters
 * @param message what is wrong
 * @param advice what to do instead, or next
 */
public record Finding(
    Rule rule,
    Severity severity,
    String file,
    int line,
    int column,
    String message,
    String advice) {

  /** What a rule says about a statement of that file, with its own severity. */
  public static Finding of(String file, Statement statement, Remark remark) {
    int line = statement.line();
    int column = statement.column();
    int end = Math.min(remark.offset(), statement.sql().length());
    for (int i = 0; i < end; i++) {
      char c = statement.sql().charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
    var rule = remark.rule();
    return new Finding(
        rule, rule.severity(), file, line, column, remark.message(), remark.advice());
  }

  /** The same with another severity. */
  public Finding with(Severity other) {
    return new Finding(rule, other, file, line, column, message, advice);
  }

  /** In one line: {@code file:line:column: severity: message [rule]}. */
  public String text() {
    return file
        + ":"
        + line
        + ":"
        + column
        + ": "
        + severity.text()
        + ": "
        + message
        + " ["
        + rule.id()
        + "]";
  }
}
