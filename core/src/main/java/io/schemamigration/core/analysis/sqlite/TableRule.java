package io.schemamigration.core.analysis.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table or of one of its columns.
 *
 * @param kind which
 * @param text in a form in which two that are written alike compare
 * @param refersTo the table that a foreign key points to, as it is written; else null
 */
record TableRule(Kind kind, String text, @Nullable String refersTo) {
  /** Which. */
  enum Kind {
    PRIMARY_KEY("PRIMARY KEY"),
    UNIQUE("UNIQUE"),
    CHECK("CHECK"),
    FOREIGN_KEY("foreign key");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As people know it. */
    String text() {
      return text;
    }
  }
}
