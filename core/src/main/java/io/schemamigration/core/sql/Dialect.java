package io.schemamigration.core.sql;

/** Whose SQL a text is. */
public enum Dialect {
  /** PostgreSQL 10 and newer. */
  POSTGRESQL,
  /** SQLite 3. */
  SQLITE
}
