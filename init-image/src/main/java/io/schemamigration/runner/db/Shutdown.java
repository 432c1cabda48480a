package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.end.PassingException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of the process, asked for by a signal (SIGTERM: a Job was deleted, a node is drained).
 * The statement at work is canceled, its transaction rolled back, and the report still written; a
 * process that just dies would leave the database busy with a statement that nobody waits for. One
 * for the process, as the signal is.
 */
public final class Shutdown extends Thread {
  /** Shorter than the 30 s that Kubernetes gives a pod before it kills. */
  private static final int PATIENCE_MILLIS = 10_000;

  /** A cancel that comes just before its statement is lost, so that it is repeated. */
  private static final int AGAIN_MILLIS = 200;

  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static final CountDownLatch DONE = new CountDownLatch(1);
  private static volatile @Nullable JdbcSession working;

  private Shutdown() {
    super("ending");
  }

  /** From here on a signal ends the work before it ends the process. */
  public static void watch() {
    Runtime.getRuntime().addShutdownHook(new Shutdown());
  }

  /** The work is over and reported: nothing holds the process up now. */
  public static void done() {
    DONE.countDown();
  }

  static void works(JdbcSession session) {
    working = session;
  }

  static boolean asked() {
    return ASKED.getCount() == 0;
  }

  /** Refuses to continue when the end was asked for. */
  static void check() {
    if (asked()) {
      throw exception();
    }
  }

  /** Waits for that long, or until the end is asked for, and refuses to continue then. */
  static void pause(long millis) throws InterruptedException {
    if (ASKED.await(millis, TimeUnit.MILLISECONDS)) {
      throw exception();
    }
  }

  static PassingException exception() {
    return new PassingException(
        Reason.RUNNER_FAILED,
        "the run was asked to stop (SIGTERM) before it was done",
        "Its open transaction is rolled back; the next run continues from there.",
        false);
  }

  @Override
  public void run() {
    ASKED.countDown();
    try {
      for (int waited = 0; waited < PATIENCE_MILLIS; waited += AGAIN_MILLIS) {
        if (DONE.await(0, TimeUnit.MILLISECONDS)) {
          return;
        }
        var session = working;
        if (session != null) {
          session.cancel();
        }
        if (DONE.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
