package io.schemamigration.core.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an author takes upon himself: {@code -- accept: drop-index nobody asks for it}.
 *
 * @param rule the rule's id, as written
 * @param reason why, never empty
 * @param file where it stands
 * @param line the line of it, or null where it is in metadata.yaml
 */
public record Acceptance(String rule, String reason, String file, @Nullable Integer line) {

  /** Reads what comes after the colon; null, and a problem, where something is missing. */
  public static @Nullable Acceptance read(
      String file, @Nullable Integer line, String value, List<Problem> problems) {
    var text = value.strip();
    int space = text.indexOf(' ');
    if (space < 0) {
      problems.add(
          new Problem(
              file,
              line,
              "accept: '" + text + "' has no reason",
              "write the rule and why it may be: -- accept: RULE REASON"));
      return null;
    }
    return new Acceptance(text.substring(0, space), text.substring(space).strip(), file, line);
  }
}
