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
    /** Its schema exists. */
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

  /** In words: {@code code from schema 1 to 3 may run}. */
  public String words() {
    var from = effectiveMinimum();
    return from.isAbove(maximum)
        ? "no code may run until schema " + from + " is reached"
        : "code from schema " + from + " to " + maximum + " may run";
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

  /**
   * The window with a migration applied. Neither end ever falls.
   *
   * @param phase of the migration; null where nobody decided, which counts like offline
   * @param version of the migration
   * @param reliable the highest version that code may rely on with it
   */
  public CompatibilityWindow applied(@Nullable Phase phase, Version version, Version reliable) {
    return raised(phase == Phase.EXPAND ? Version.NONE : version, reliable);
  }

  /**
   * The window with a migration begun that isn't one transaction: from its first statement on, code
   * that doesn't know it must not run, while code that does may.
   *
   * @param phase of the migration; null where nobody decided, which counts like offline
   * @param version of the migration
   */
  public CompatibilityWindow begun(@Nullable Phase phase, Version version) {
    return phase == Phase.EXPAND ? this : raised(version, version);
  }

  /**
   * The window with a migration rolled back. The maximum never rises. The minimum falls only with
   * the migration that it stands for: what else raised it stays in force.
   *
   * @param version of the migration
   * @param left the minimum that what is left asks for
   * @param reliable the highest version that code may rely on without it
   */
  public CompatibilityWindow takenBack(Version version, Version left, Version reliable) {
    return new CompatibilityWindow(
        minimum.equals(version) ? left : minimum,
        reliable.isBelow(maximum) ? reliable : maximum,
        claim);
  }

  /** The same window with its ends at or above these. */
  public CompatibilityWindow raised(Version least, Version most) {
    return new CompatibilityWindow(Version.max(minimum, least), Version.max(maximum, most), claim);
  }

  /** The same window with a claim, or without one when {@code claim} is null. */
  public CompatibilityWindow withClaim(@Nullable Version claim) {
    return new CompatibilityWindow(minimum, maximum, claim);
  }
}
