package io.schemamigration.runner.run;

import io.schemamigration.runner.db.StatementProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows from time to time what a run is at. It looks at what the run's own thread notes anyway, so
 * that it costs the database nothing.
 */
public final class Heartbeat implements AutoCloseable {
  /** Shows nothing. */
  static final Heartbeat NONE = new Heartbeat(null);

  private static final int MINUTE = 60;

  private final @Nullable Progress progress;
  private @Nullable Work work;
  private @Nullable Thread thread;
  private boolean closed;

  /** Shows it there. */
  public Heartbeat(@Nullable Progress progress) {
    this.progress = progress;
  }

  /**
   * What is at work.
   *
   * @param does what is done with it, as in "migration 3 of 8"
   * @param statements how many it has
   */
  private record Work(
      String file, String does, int statements, StatementProgress reached, long start, long shown) {
    Work shown(long now) {
      return new Work(file, does, statements, reached, start, now);
    }
  }

  /** A file begins. */
  public synchronized void begins(
      String file, String does, int statements, StatementProgress reached) {
    reached.begins();
    if (progress == null || progress.every().isZero()) {
      return;
    }
    long now = System.nanoTime();
    work = new Work(file, does, statements, reached, now, now);
    if (thread == null) { // not before there is something to wait for
      thread = new Thread(() -> beat(progress), "pulse");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** It is over; nothing is shown until the next one begins. */
  synchronized void ends() {
    work = null;
  }

  private synchronized void beat(Progress progress) {
    long every = progress.every().toNanos();
    while (!closed) {
      try {
        var at = work;
        long now = System.nanoTime();
        long left = at == null ? every : at.shown() + every - now;
        if (at != null && left <= 0) {
          progress.shows(text(at, Duration.ofNanos(now - at.start())));
          work = at.shown(now);
          left = every;
        }
        wait(Math.max(1, Duration.ofNanos(left).toMillis()));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static String text(Work at, Duration elapsed) {
    var text = new StringBuilder(at.file()).append(" (").append(at.does()).append("), ");
    int number = at.reached().statement();
    if (at.statements() > 1 && number > 0) {
      text.append(at.reached().exact() ? "statement " : "after statement ");
      text.append(number).append(" of ").append(at.statements()).append(", ");
    } else if (at.statements() > 1) {
      text.append(at.statements()).append(" statements, ");
    }
    var detail = at.reached().detail();
    if (!detail.isEmpty()) {
      text.append(detail).append(", ");
    } else if (at.reached().rows() > 0) {
      text.append(at.reached().rows()).append(" rows, ");
    }
    return text.append(words(elapsed)).toString();
  }

  /** A duration as {@code 8 s}, {@code 2 min 10 s}. */
  public static String words(Duration elapsed) {
    long seconds = elapsed.toSeconds();
    return seconds < MINUTE ? seconds + " s" : seconds / MINUTE + " min " + seconds % MINUTE + " s";
  }

  @Override
  public synchronized void close() {
    closed = true;
    work = null;
    notifyAll();
    if (progress != null) {
      progress.ends();
    }
  }
}
