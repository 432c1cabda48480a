package io.schemamigration.core.plan;

import java.util.Locale;
import java.util.Optional;

/** What the history says about one attempt at a migration. */
public enum HistoryStatus {
  /** Begun outside a transaction and not seen to end: partly applied. */
  RUNNING,
  /** Applied. */
  COMPLETED,
  /** Tried; the database took all of it back, or, outside a transaction, kept a part. */
  FAILED,
  /** Applied once, and rolled back since. */
  ROLLED_BACK,
  /** Declared to have been there before the history began. */
  BASELINED;

  /** Reads a status as the history holds it: lower case. */
  public static Optional<HistoryStatus> parse(String text) {
    for (var status : values()) {
      if (status.text().equals(text)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** Whether the migration's effect is in the database as a whole. */
  public boolean applied() {
    return this == COMPLETED || this == BASELINED;
  }

  /** Lower case, as the history holds it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
