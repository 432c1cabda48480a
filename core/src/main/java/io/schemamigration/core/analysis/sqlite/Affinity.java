package io.schemamigration.core.analysis.sqlite;

import java.util.Locale;

/** How SQLite keeps what is written to a column: its manual, "Datatypes In SQLite", section 3. */
enum Affinity {
  INTEGER,
  TEXT,
  BLOB,
  REAL,
  NUMERIC;

  /** What follows from a declared type, in the manual's order of rules. */
  static Affinity of(String declared) {
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
