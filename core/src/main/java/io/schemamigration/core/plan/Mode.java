package io.schemamigration.core.plan;

/** With whose permission a step runs. */
public enum Mode {
  /**
   * The operator's step, or a hook on its behalf: expand migrations up to the first one that is
   * offline or undecided.
   */
  GATED,
  /** There is no old code: everything in order, whatever its phase. */
  FIRST_INSTALL,
  /** A person at a database without an owner: everything in order, whatever its phase. */
  BY_HAND,
  /**
   * A person at a database with an owner, or who asked for expand: what {@link #GATED} may do. No
   * gate holds the code of this person back, so that it is refused where an offline or undecided
   * migration comes first.
   */
  EXPAND_ONLY;

  /** Whether contract, offline and undecided migrations are applied, too. */
  public boolean everyPhase() {
    return this == FIRST_INSTALL || this == BY_HAND;
  }
}
