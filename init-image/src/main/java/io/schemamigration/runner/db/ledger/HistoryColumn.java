package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Sql;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of the history, in their order. */
public enum HistoryColumn {
  /** The order of the attempts. */
  ID("bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT"),
  /** Or the name of a repeatable file, which no version can be. */
  VERSION("text NOT NULL"),
  /** The name in words. */
  DESCRIPTION("text NOT NULL"),
  /** What it was applied as; null where nobody decided. */
  PHASE("text"),
  /** Of the file; null where there was none. */
  CHECKSUM("text"),
  /** One of {@link HistoryStatus}. */
  STATUS("text NOT NULL", "TEXT NOT NULL", " CHECK (" + isOneOf(HistoryStatus.values()) + ")"),
  /** When it began. */
  APPLIED_AT(
      "timestamptz NOT NULL DEFAULT " + Sql.now(Dialect.POSTGRESQL),
      "TEXT NOT NULL DEFAULT (" + Sql.now(Dialect.SQLITE) + ")"),
  /** How long it took. */
  EXECUTION_TIME_MS("bigint", "INTEGER"),
  /** The user. */
  APPLIED_BY("text"),
  /** The machine or pod. */
  HOSTNAME("text"),
  /** How many statements are done, or which one failed. */
  STATEMENT("integer NOT NULL DEFAULT 0", "INTEGER NOT NULL DEFAULT 0"),
  /** What the database said. */
  ERROR_MESSAGE("text"),
  /** When it was rolled back. */
  ROLLBACK_AT("timestamptz", "TEXT"),
  /** JSON: which step it was, reasons, positions. */
  METADATA("jsonb", "TEXT");

  private final String postgresql;
  private final String sqlite;

  HistoryColumn(String text) {
    this(text, text.replace("text", "TEXT"));
  }

  HistoryColumn(String postgresql, String sqlite) {
    this(postgresql, sqlite, "");
  }

  HistoryColumn(String postgresql, String sqlite, String check) {
    this.postgresql = postgresql + check;
    this.sqlite = sqlite + check;
  }

  /** A condition on the status. */
  static String isOneOf(HistoryStatus... states) {
    return "status IN ("
        + Arrays.stream(states).map(s -> Sql.literal(s.text())).collect(Collectors.joining(", "))
        + ")";
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
