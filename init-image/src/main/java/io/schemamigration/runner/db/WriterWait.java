package io.schemamigration.runner.db;

import io.schemamigration.runner.end.PassingException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** SQLite: waits for another writer, for a minute, since each attempt takes the busy timeout. */
final class WriterWait {
  private static final int ATTEMPTS = 30;
  private static final int TOLD_EACH = 5;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private WriterWait() {}

  /**
   * Tries it until nobody is in the way.
   *
   * @param told who is, after the first attempt and now and then
   */
  static <T> T patiently(Consumer<String> told, Supplier<T> attempted) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return attempted.get();
      } catch (PassingException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        if (attempt % TOLD_EACH == 1) {
          told.accept(
              "waits: "
                  + e.getMessage()
                  + ", "
                  + Duration.ofNanos(System.nanoTime() - start).toSeconds()
                  + " s");
        }
        Pause.of(PAUSE);
      }
    }
  }
}
