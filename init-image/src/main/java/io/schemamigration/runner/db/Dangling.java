package io.schemamigration.runner.db;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * References to tables that a run's migrations have taken away while no row used them. SQLite lets
 * them be, and a later migration may bring the table back: they count at the end of the run.
 *
 * @param found each in words
 * @param more whether more migrations follow the one at work
 */
public record Dangling(Set<String> found, BooleanSupplier more) {
  /** Of a run. */
  public Dangling(BooleanSupplier more) {
    this(new LinkedHashSet<>(), more);
  }

  /** Nothing follows: each counts at once. */
  static Dangling none() {
    return new Dangling(() -> false);
  }

  /** Whether they may still be corrected. */
  boolean mayStay() {
    return more.getAsBoolean();
  }
}
