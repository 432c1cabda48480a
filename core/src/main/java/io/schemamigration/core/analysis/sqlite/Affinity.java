package io.schemamigration.core.analysis.sqlite;

import java.util.Locale;

/** How SQLite keeps what is written to a column: its manual, "Datatypes In SQLite", section 3. */
public enum Affinity {
  /** Whole numbers if possible. */
  INTEGER,
  /** Text. */
  TEXT,
  /** As it is written. */
  BLOB,
  /** Floating point. */
  REAL,
  /** Numbers if possible. */
  NUMERIC;

  /** What follows from a declared type, in the manual's order of rules. */
  public static Affinity of(String declared) {
    var type = declared.toUpperCase(Locale.ROOT);
    if (type.contains("INT")) {
      return INTEGER;
    }
    if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
      return TEXT;
    }
    if (type.isEmpty() || type.contains("BLOB")) {
      return BLOB;
    }
    if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
      return REAL;
    }
    return NUMERIC;
  }
}
