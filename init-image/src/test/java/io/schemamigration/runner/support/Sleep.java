package io.schemamigration.runner.support;

import java.util.function.BooleanSupplier;

/** Waiting in tests. */
public final class Sleep {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int POLL_MILLIS = 20;

  private Sleep() {}

  public static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static void until(BooleanSupplier condition) {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > end) {
        throw new AssertionError("it never came true");
      }
      millis(POLL_MILLIS);
    }
  }
}
