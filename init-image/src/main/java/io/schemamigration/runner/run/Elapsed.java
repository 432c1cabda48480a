package io.schemamigration.runner.run;

import java.time.Duration;

/** How long something takes, by the clock that only goes forward. */
public final class Elapsed {
  private Elapsed() {}

  /**
   * Milliseconds since then.
   *
   * @param start of {@link System#nanoTime}
   */
  public static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
