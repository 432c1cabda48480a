package io.schemamigration.core.window;

import org.jspecify.annotations.Nullable;

/**
 * The rule everything else serves: code built for schema version {@code v} may run if and only if
 * {@code minimum ≤ v ≤ maximum}.
 *
 * @param minimum what code must already know: the highest contract or offline migration applied or
 *     partly applied
 * @param maximum what code may rely on: the highest version of the source at or below which every
 *     expand and offline migration is applied
 * @param claim the contract migration that is about to be applied, or null; while it stands it
 *     counts as the minimum
 */
public record CompatibilityWindow(Version minimum, Version maximum, @Nullable Version claim) {
  /** A database that no migration has touched. */
  public static final CompatibilityWindow EMPTY =
      new CompatibilityWindow(Version.NONE, Version.NONE, null);

  /** What the window says to a build. */
  public enum Verdict {
    /** Its schema is there. */
    FITS,
    /** It needs migrations that are not applied yet: it waits. */
    HELD,
    /** Something it needs is gone or about to go: it must not start. */
    REFUSED
  }

  /** The minimum in force: the claim counts as soon as it is made. */
  public Version effectiveMinimum() {
    return claim == null ? minimum : Version.max(minimum, claim);
  }

  /**
   * Judges code that was built for schema version {@code v}. Too old is final, too new is a matter
   * of time.
   */
  public Verdict judge(Version v) {
    if (v.isBelow(effectiveMinimum())) {
      return Verdict.REFUSED;
    }
    return v.isAbove(maximum) ? Verdict.HELD : Verdict.FITS;
  }

  /** The same window with a claim, or without one when {@code claim} is null. */
  public CompatibilityWindow withClaim(@Nullable Version claim) {
    return new CompatibilityWindow(minimum, maximum, claim);
  }
}
