package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Sql;
import java.util.Locale;

/** The columns of the window, in their order. */
enum WindowColumn {
  /** There is one row. */
  ID("integer PRIMARY KEY CHECK (id = 1)", "INTEGER PRIMARY KEY CHECK (id = 1)"),
  /** What code must know. */
  MINIMUM("text NOT NULL"),
  /** What code may rely on. */
  MAXIMUM("text NOT NULL"),
  /** The contract migration that is about to be applied. */
  CLAIM("text"),
  /** By the database's clock. */
  CLAIM_EXPIRES_AT("timestamptz", "TEXT"),
  /** Whether it is being applied. */
  CLAIM_FIRM("boolean NOT NULL DEFAULT false", "INTEGER NOT NULL DEFAULT 0"),
  /** Of the token. */
  STEP_NUMBER("bigint NOT NULL", "INTEGER NOT NULL"),
  /** Of the token. */
  STEP_ID("text NOT NULL"),
  /** Of the files, when the row was last written. */
  DIGEST("text"),
  /** Cluster uid/namespace/name. */
  OWNER("text"),
  /** Versions at or below the maximum that are not applied, separated by blanks. */
  PENDING("text NOT NULL DEFAULT ''"),
  /** When the row was last written. */
  UPDATED_AT(
      "timestamptz NOT NULL DEFAULT " + Sql.now(Dialect.POSTGRESQL),
      "TEXT NOT NULL DEFAULT (" + Sql.now(Dialect.SQLITE) + ")");

  private final String postgresql;
  private final String sqlite;

  WindowColumn(String text) {
    this(text, text.replace("text", "TEXT"));
  }

  WindowColumn(String postgresql, String sqlite) {
    this.postgresql = postgresql;
    this.sqlite = sqlite;
  }

  /** Name and type, as the table is created. */
  String definition(Dialect dialect) {
    return this
        + " "
        + switch (dialect) {
          case POSTGRESQL -> postgresql;
          case SQLITE -> sqlite;
        };
  }

  /** The name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
