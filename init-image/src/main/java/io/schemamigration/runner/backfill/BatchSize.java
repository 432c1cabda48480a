package io.schemamigration.runner.backfill;

import java.time.Duration;

/**
 * How many keys the next batch has: so many that it takes about half a second, since nobody else
 * can write to its rows as long, and never more than its author allows.
 */
final class BatchSize {
  /** What a batch is meant to take. */
  static final Duration TARGET = Duration.ofMillis(500);

  private static final int START = 1000;

  private final int most;
  private int keys;

  BatchSize(int most) {
    this.most = most;
    this.keys = Math.min(most, START);
  }

  int keys() {
    return keys;
  }

  /**
   * Learns from a batch.
   *
   * @param had how many keys it had
   * @param time how long its transaction took
   * @param waiting whether someone waited for it
   */
  void took(int had, Duration time, boolean waiting) {
    if (time.compareTo(TARGET) > 0) {
      keys = (int) Math.max(1, had * TARGET.toMillis() / time.toMillis());
    } else if (waiting) {
      keys = Math.max(1, keys / 2);
    } else if (had >= keys && time.multipliedBy(2).compareTo(TARGET) < 0) {
      keys = (int) Math.min(most, keys * 2L);
    }
  }
}
