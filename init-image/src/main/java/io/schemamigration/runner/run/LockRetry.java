package io.schemamigration.runner.run;

import io.schemamigration.runner.db.LockWatch;
import io.schemamigration.runner.db.Pause;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.PassingException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A lock that isn't granted in time is asked for again, outside of the transaction, so that others
 * get through.
 */
public final class LockRetry {
  private static final int ATTEMPTS = 5;
  private static final int JITTER_MILLIS = 400;

  private final Session session;
  private final RunState run;
  private final Progress progress;

  public LockRetry(Session session, RunState run, Progress progress) {
    this.session = session;
    this.run = run;
    this.progress = progress;
  }

  /** Something that may meet a lock. */
  @FunctionalInterface
  public interface Attempt {
    /** Begins a transaction and ends it. */
    void run() throws StatementFailure;
  }

  public void with(Attempt attempt) throws StatementFailure {
    var watch = LockWatch.NONE;
    try {
      for (int tried = 1; ; tried++) {
        long start = System.nanoTime();
        try {
          attempt.run();
          return;
        } catch (PassingException e) {
          session.rollback();
          var held = e.connectionLost() ? e : e.heldBy(watch.holder());
          if (held.connectionLost() || tried == ATTEMPTS) {
            throw held;
          }
          if (tried == 1) {
            watch = session.watchLocks();
          }
          waited(held, tried, start);
        }
      }
    } finally {
      watch.close();
    }
  }

  private void waited(PassingException cause, int tried, long start) {
    run.lockWaits++;
    run.lockWaitedMillis += Elapsed.millisSince(start);
    progress.tell(
        "waits for a lock, attempt " + (tried + 1) + " of " + ATTEMPTS + ": " + cause.getMessage());
    Pause.of(
        Duration.ofMillis(
            ThreadLocalRandom.current().nextInt(JITTER_MILLIS) + JITTER_MILLIS * (long) tried));
  }
}
