package io.schemamigration.operator.decide;

import java.time.Duration;

/** How long to wait before trying again. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 8;

  private Backoff() {}

  /**
   * Doubles with each attempt, from 2 s up to 5 min.
   *
   * @param attempt how many attempts have been made, from 1
   */
  static Duration after(int attempt) {
    var doubled = FIRST.multipliedBy(1L << Math.min(Math.max(attempt, 1) - 1, DOUBLINGS));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
