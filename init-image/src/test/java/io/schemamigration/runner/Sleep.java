package io.schemamigration.runner;

import java.util.function.BooleanSupplier;

/** Waiting in tests. */
final class Sleep {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int POLL_MILLIS = 20;

  private Sleep() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void until(BooleanSupplier condition) {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > end) {
        throw new AssertionError("it never came true");
      }
      millis(POLL_MILLIS);
    }
  }
}
