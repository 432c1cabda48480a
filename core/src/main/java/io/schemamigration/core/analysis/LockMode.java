package io.schemamigration.core.analysis;

import java.util.Locale;

/**
 * PostgreSQL's table-level locks, from the weakest to the strongest (manual, "Explicit Locking").
 */
public enum LockMode {
  /** Taken by SELECT. */
  ACCESS_SHARE,
  /** Taken by SELECT FOR UPDATE. */
  ROW_SHARE,
  /** Taken by INSERT, UPDATE and DELETE. */
  ROW_EXCLUSIVE,
  /** Taken by VALIDATE CONSTRAINT and CREATE INDEX CONCURRENTLY: others read and write. */
  SHARE_UPDATE_EXCLUSIVE,
  /** Taken by CREATE INDEX: others read. */
  SHARE,
  /** Taken by CREATE TRIGGER and foreign keys: others read. */
  SHARE_ROW_EXCLUSIVE,
  /** Others read. */
  EXCLUSIVE,
  /** Others wait, whatever they do. */
  ACCESS_EXCLUSIVE;

  /** As PostgreSQL's manual writes it: {@code ACCESS EXCLUSIVE}. */
  public String text() {
    return name().toUpperCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether others can't insert, update or delete meanwhile. */
  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }

  /** Whether others can't even read meanwhile. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }
}
