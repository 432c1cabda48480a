package io.schemamigration.core.plan;

/** With whose permission a step runs. */
public enum Mode {
  /** The operator's step: expand migrations only; one undecided or offline refuses it all. */
  GATED,
  /** There is no old code: everything in order, whatever its phase. */
  FIRST_INSTALL,
  /** A person at a database without an owner: everything in order, whatever its phase. */
  BY_HAND,
  /** A person, or a hook, at a database with an owner: what {@link #GATED} may do. */
  EXPAND_ONLY;

  /** Whether contract, offline and undecided migrations are applied, too. */
  public boolean everyPhase() {
    return this == FIRST_INSTALL || this == BY_HAND;
  }
}
