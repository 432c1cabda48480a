package io.schemamigration.core.report;

import java.util.Locale;
import java.util.Optional;

/** How a step ended. */
public enum Outcome {
  /** What was asked for is done. */
  COMPLETED,
  /** What was asked for had been done before. */
  NOTHING_TO_DO,
  /** A migration was tried and failed; what was applied before it stays applied. */
  FAILED,
  /** Judged beforehand and not begun; nothing was changed. */
  REFUSED,
  /** A temporary cause, such as a lock or a lost connection: trying again may help. */
  RETRY;

  /** Reads an outcome as the report writes it: lower case. */
  public static Optional<Outcome> parse(String text) {
    for (var outcome : values()) {
      if (outcome.text().equals(text)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }

  /** Lower case, as it is written everywhere. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
