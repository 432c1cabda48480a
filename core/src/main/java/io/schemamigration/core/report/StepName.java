package io.schemamigration.core.report;

import java.util.Locale;
import java.util.Optional;

/** What one Job does, and the value of its label {@code schemamigration.io/step}. */
public enum StepName {
  /** Applies every expand migration up to the wanted version. */
  EXPAND,
  /** Announces in the window row that a contract migration is about to be applied. */
  CLAIM,
  /** Takes a claim back. */
  WITHDRAW,
  /** Applies the contract migrations up to the claimed version. */
  CONTRACT,
  /** Reserved: takes migrations back. */
  DOWN,
  /** Reserved: a dry run. */
  PLAN,
  /** Reserved: moves data in batches. */
  BACKFILL;

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
