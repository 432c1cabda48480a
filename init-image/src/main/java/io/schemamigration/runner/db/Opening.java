package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.end.PassingException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made while the caller does something else: a login takes about as long as
 * reading a thousand files. SQLite's is only made when it is asked for, since it makes a file.
 */
public final class Opening implements AutoCloseable {
  private final Access access;
  private final @Nullable Thread thread;
  private @Nullable Session session;
  private @Nullable RuntimeException failure;
  private boolean unwanted;

  private Opening(Access access) {
    this.access = access;
    boolean ahead = access.url().kind() == DatabaseUrl.Kind.POSTGRESQL;
    this.thread = ahead ? new Thread(this::open, "connects") : null;
  }

  /** Begins to connect. */
  public static Opening of(Access access) {
    var opening = new Opening(access);
    if (opening.thread != null) {
      opening.thread.setDaemon(true);
      opening.thread.start();
    }
    return opening;
  }

  /** What is spoken there. */
  public Dialect dialect() {
    return access.url().dialect();
  }

  private void open() {
    try {
      arrived(Session.open(access));
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = e;
      }
    }
  }

  private synchronized void arrived(Session opened) {
    if (unwanted) {
      opened.close();
    } else {
      session = opened;
    }
  }

  /**
   * The connection, which is the caller's to close; the first time the one that was begun, then
   * another one.
   *
   * @throws PassingException when there is none to be had now
   */
  public Session session() {
    if (thread != null) {
      join(thread);
    }
    synchronized (this) {
      var failed = failure;
      var opened = session;
      failure = null;
      session = null;
      if (failed != null) {
        throw failed;
      }
      if (opened != null) {
        return opened;
      }
    }
    return Session.open(access);
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // a login ends by itself
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives up a connection that nobody has asked for, without waiting for it. */
  @Override
  public synchronized void close() {
    unwanted = true;
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
