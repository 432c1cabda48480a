package io.schemamigration.runner.step;

import io.schemamigration.runner.db.PassingException;
import io.schemamigration.runner.db.Pause;
import io.schemamigration.runner.db.Session;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A lock that isn't granted in time is asked for again, outside of the transaction, so that others
 * get through.
 */
final class Patience {
  private static final int ATTEMPTS = 5;
  private static final int JITTER_MILLIS = 400;

  private final Session session;
  private final Run run;
  private final Progress progress;

  Patience(Session session, Run run, Progress progress) {
    this.session = session;
    this.run = run;
    this.progress = progress;
  }

  /** A transaction that may meet a lock. */
  @FunctionalInterface
  interface Attempt {
    void run() throws StatementFailure;
  }

  void with(Attempt attempt) throws StatementFailure {
    for (int tried = 1; ; tried++) {
      long start = System.nanoTime();
      try {
        attempt.run();
        return;
      } catch (PassingException e) {
        session.rollback();
        if (e.connectionLost() || tried == ATTEMPTS) {
          throw e;
        }
        run.lockWaits++;
        run.lockWaitedMillis += Duration.ofNanos(System.nanoTime() - start).toMillis();
        progress.tell(
            "waits for a lock, attempt " + (tried + 1) + " of " + ATTEMPTS + ": " + e.getMessage());
        Pause.of(
            Duration.ofMillis(
                ThreadLocalRandom.current().nextInt(JITTER_MILLIS) + JITTER_MILLIS * (long) tried));
      }
    }
  }
}
