package io.schemamigration.core.analysis;

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
