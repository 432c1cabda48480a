package io.schemamigration.core.analysis;

import java.util.Locale;

/** How far a judgement can be relied on. */
public enum Certainty {
  /** It follows from the statement alone. */
  KNOWN,
  /** It depends on the existing rows, or on objects that the statement doesn't show. */
  DEPENDS_ON_DATA,
  /** It isn't known: dynamic SQL, functions, or a statement that isn't on the list. */
  UNKNOWN;

  /** As it is written in JSON and for people: {@code known}, {@code depends-on-data}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The less certain of both. */
  public Certainty and(Certainty other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
