package io.schemamigration.core.window;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What applying a migration does to code that is older than it. */
public enum Phase {
  /** Older code keeps working. */
  EXPAND,
  /** Older code breaks; code at or above the version works before and after. */
  CONTRACT,
  /** Old and new code can't share the schema at all. */
  OFFLINE;

  /** Reads a phase as it is written in headers, metadata and the history: lower case. */
  public static Optional<Phase> parse(String text) {
    for (var phase : values()) {
      if (phase.text().equals(text)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }

  /** The phase in words; null is what nobody has declared and nobody understands. */
  public static String words(@Nullable Phase phase) {
    return phase == null ? "undecided" : phase.text();
  }

  /** Lower case, as it is written everywhere. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
