package io.schemamigration.runner.db.ledger;

/**
 * Who may write: a higher number takes the row, the same number and id continues, everything else
 * is refused.
 *
 * @param number grows with each step
 * @param id random
 */
public record Token(long number, String id) {
  /** What the row says to a token. */
  public enum Standing {
    /** The row is this token's. */
    HOLDS,
    /** The row may be taken. */
    MAY_TAKE,
    /** The row is a newer or a foreign step's. */
    SUPERSEDED
  }

  /** Compares with the row. */
  public Standing standing(WindowRow row) {
    if (number > row.number()) {
      return Standing.MAY_TAKE;
    }
    return number == row.number() && id.equals(row.id()) ? Standing.HOLDS : Standing.SUPERSEDED;
  }
}
