package io.schemamigration.core.report;

/**
 * How often and how long a step waited for locks of others.
 *
 * @param waits how many attempts ended in a lock timeout or found a lock taken; 0 or more
 * @param waitedMillis the time spent so, in milliseconds
 */
public record LockWaits(int waits, long waitedMillis) {
  /** Never had to wait. */
  public static final LockWaits NONE = new LockWaits(0, 0);
}
