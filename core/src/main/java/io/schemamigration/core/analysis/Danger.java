package io.schemamigration.core.analysis;

import java.util.Locale;

/** What a statement can do to the users of the database while it runs, or afterwards. */
public enum Danger {
  /** The table's file is rewritten: time and space grow with its size. */
  REWRITE,
  /** Every row is read while the lock is held. */
  FULL_SCAN,
  /** Rows or values are gone afterwards. */
  DATA_LOSS,
  /** It runs, and holds back vacuum, for as long as it takes to change many rows. */
  LONG_TRANSACTION,
  /** Nobody else can write to an existing table while it runs. */
  BLOCKS_WRITES,
  /** Nobody else can read an existing table while it runs. */
  BLOCKS_READS,
  /** No statement can undo it. */
  NOT_REVERSIBLE;

  /** As it is written in JSON and for people: {@code full-scan}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
