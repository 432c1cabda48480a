package io.schemamigration.core.report;

/**
 * Where a step's time went, in milliseconds.
 *
 * @param connectMillis until the database answered
 * @param migrationsMillis in the migrations' own transactions
 * @param totalMillis from start to report
 */
public record Timing(long connectMillis, long migrationsMillis, long totalMillis) {
  /** Nothing was measured. */
  public static final Timing NONE = new Timing(0, 0, 0);
}
