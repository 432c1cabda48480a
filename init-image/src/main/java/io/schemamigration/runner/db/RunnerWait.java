package io.schemamigration.runner.db;

import io.schemamigration.runner.end.PassingException;
import java.time.Duration;

/** A wait until no other runner is at work: reported now and then, and not for ever. */
final class RunnerWait {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

  private final String where;
  private final long start = System.nanoTime();
  private Duration tell;

  /**
   * Begins to wait.
   *
   * @param where what the other runner works on
   * @param first after how long it is reported for the first time
   */
  RunnerWait(String where, Duration first) {
    this.where = where;
    this.tell = first;
  }

  Duration waited() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Whether it is time to report it.
   *
   * @throws PassingException when it has taken too long
   */
  boolean isToBeTold() {
    var waited = waited();
    if (waited.compareTo(PATIENCE) > 0) {
      throw PassingException.locked(
          "another runner has been working on " + where + " for " + waited.toSeconds() + " s");
    }
    if (waited.compareTo(tell) < 0) {
      return false;
    }
    tell = waited.plus(TOLD_EVERY);
    return true;
  }

  /**
   * For a person.
   *
   * @param holder who the other one is, or nothing
   */
  String text(String holder) {
    return "waits for another runner" + holder + ", " + waited().toSeconds() + " s";
  }
}
