package io.schemamigration.core.analysis;

import java.util.Locale;
import java.util.Optional;

/** How much a finding matters. */
public enum Severity {
  /** Not reported. */
  OFF,
  /** Worth knowing. */
  NOTICE,
  /** Look twice. */
  WARNING,
  /** Don't merge it. */
  ERROR;

  /** As it is written in settings and JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads it as it is written. */
  public static Optional<Severity> parse(String text) {
    for (var severity : values()) {
      if (severity.text().equals(text)) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }
}
