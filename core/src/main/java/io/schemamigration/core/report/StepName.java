package io.schemamigration.core.report;

import java.util.Locale;
import java.util.Optional;

/**
 * What a run does. Of those that a Job does it is the value of its label {@code
 * schemamigration.io/step}.
 */
public enum StepName {
  /** Applies every expand migration up to the wanted version. */
  EXPAND,
  /** Announces in the window row that a contract migration is about to be applied. */
  CLAIM,
  /** Takes a claim back. */
  WITHDRAW,
  /** Applies the contract migrations up to the claimed version. */
  CONTRACT,
  /** Takes migrations back; only by hand, never a Job. */
  DOWN;

  /** Reads a step as it is written on the command line and in labels: lower case. */
  public static Optional<StepName> parse(String text) {
    for (var step : values()) {
      if (step.text().equals(text)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** Lower case, as it is written everywhere. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
