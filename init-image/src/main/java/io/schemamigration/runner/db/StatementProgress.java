package io.schemamigration.runner.db;

/** How far a session has come with a file; written by its thread, read by whatever shows it. */
public final class StatementProgress {
  private volatile int statement;
  private volatile long rows;
  private volatile boolean exact;
  private volatile String detail = "";

  /** A file begins. */
  public void begins() {
    statement = 0;
    rows = 0;
    exact = true;
    detail = "";
  }

  /** That statement, from 1, is at work. */
  public void at(int number) {
    exact = true;
    detail = "";
    statement = number;
  }

  /** How far that statement is, in words. */
  public void detail(String words) {
    detail = words;
  }

  /**
   * A statement is done, of several that were sent together: the server reports it late, since it
   * sends its answers in blocks.
   *
   * @param number from 1
   * @param changed how many rows it changed
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void answered(int number, long changed) {
    exact = false;
    statement = number;
    rows += changed;
  }

  /** Which statement is at work, from 1; 0 where nothing is known. */
  public int statement() {
    return statement;
  }

  /** Whether it is this one; else it is this one or one after it. */
  public boolean exact() {
    return exact;
  }

  /** How far the statement is, in words; empty where nothing is known. */
  public String detail() {
    return detail;
  }

  /** Rows changed by what is known to be done. */
  public long rows() {
    return rows;
  }
}
