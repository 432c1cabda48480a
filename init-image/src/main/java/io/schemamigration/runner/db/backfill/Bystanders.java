package io.schemamigration.runner.db.backfill;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.PassingException;
import java.time.Duration;

/**
 * Those who wait for locks on PostgreSQL; any role may see them. SQLite doesn't know who waits for
 * its file.
 */
public final class Bystanders {
  private final Session session;

  /** As that session sees them. */
  public Bystanders(Session session) {
    this.session = session;
  }

  /** How many sessions wait for what this session's transaction holds. */
  public int blocked() {
    return count(
        "SELECT count(DISTINCT pid) FROM pg_catalog.pg_locks WHERE NOT granted"
            + " AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(pid))");
  }

  /** How many sessions queue for a lock on the table; anyone who comes next stands behind them. */
  public int queued(Backfill backfill) {
    return count(
        "SELECT count(DISTINCT pid) FROM pg_catalog.pg_locks WHERE NOT granted AND locktype = 'relation'"
            + " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
            + " AND relation = to_regclass(?)",
        backfill.table());
  }

  private int count(String sql, Object... parameters) {
    return session.dialect() == Dialect.SQLITE
        ? 0
        : Integer.parseInt(String.valueOf(session.query(sql, parameters).getFirst()[0]));
  }

  /** They don't come to an end: for now, the run does. */
  public static PassingException stillThere(String what, Duration waited) {
    return PassingException.locked(
        "gave way for " + waited.toMinutes() + " min, and still " + what);
  }
}
