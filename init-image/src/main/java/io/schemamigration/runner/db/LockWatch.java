package io.schemamigration.runner.db;

import org.jspecify.annotations.Nullable;

/** Finds out who keeps a session waiting. */
public sealed interface LockWatch extends AutoCloseable permits LockWatch.Blind, PostgresLockWatch {
  /** Sees nobody. */
  LockWatch NONE = new Blind();

  /** Who held the lock when it was last looked, in words; null when nobody was seen. */
  @Nullable String holder();

  /** Stops looking; never fails. */
  @Override
  void close();

  /** Where there is nothing to look at. */
  record Blind() implements LockWatch {
    @Override
    public @Nullable String holder() {
      return null;
    }

    @Override
    public void close() {
      // nothing was opened
    }
  }
}
