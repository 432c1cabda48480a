package io.schemamigration.core.source;

import io.schemamigration.core.report.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Something about the files that a person has to fix.
 *
 * @param file the file as the user knows it, or null when it is about none
 * @param line the line in it, from 1, or null when it is about no line
 * @param message what is wrong
 * @param hint what to do about it
 */
public record Problem(
    @Nullable String file, @Nullable Integer line, String message, @Nullable String hint) {

  /** Makes each text one line that can be shown, no matter who wrote it. */
  public Problem {
    file = file == null ? null : Printable.line(file);
    message = Printable.line(message);
    hint = hint == null ? null : Printable.line(hint);
  }

  /** In one line: {@code file:line: message; hint}. */
  public String text() {
    var text = new StringBuilder();
    if (file != null) {
      text.append(file);
      if (line != null) {
        text.append(':').append(line);
      }
      text.append(": ");
    }
    text.append(message);
    if (hint != null) {
      text.append("; ").append(hint);
    }
    return text.toString();
  }
}
