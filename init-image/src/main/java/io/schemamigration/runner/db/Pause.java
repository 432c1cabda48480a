package io.schemamigration.runner.db;

import io.schemamigration.runner.end.PassingException;
import java.time.Duration;

/** Waiting that can be ended. */
public final class Pause {
  private Pause() {}

  /** Waits; an interrupt, or the end of the process, ends the run as a temporary cause. */
  public static void of(Duration time) {
    try {
      Shutdown.pause(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PassingException.locked("interrupted while waiting");
    }
  }
}
