package io.schemamigration.runner.db.backfill;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far the slowest standby of a PostgreSQL server is behind, measured with the runner's own
 * clock: when the log was where the standby is now. The server's own {@code replay_lag} stands
 * still while nothing is replayed at all. A standby that isn't connected isn't seen.
 */
public final class StandbyLag {
  private static final String LOOK =
      "SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::bigint,"
          + " min(pg_catalog.pg_wal_lsn_diff(replay_lsn, '0/0'))::bigint,"
          + " count(*) FILTER (WHERE state IS NULL) FROM pg_catalog.pg_stat_replication";

  private final Session session;
  private final Consumer<String> told;
  private final ArrayDeque<Sample> behind = new ArrayDeque<>();
  private boolean blind;

  /** Where the log was at a time. */
  private record Sample(long place, long nanos) {}

  /**
   * Prepares it.
   *
   * @param told once, where this user may not see it
   */
  public StandbyLag(Session session, Backfill backfill, Consumer<String> told) {
    this.session = session;
    this.told = told;
    this.blind = backfill.lag() == null || session.dialect() == Dialect.SQLITE;
  }

  /** Looks; outside of a transaction, since it may fail. */
  public Duration look() {
    if (blind) {
      return Duration.ZERO;
    }
    try {
      var row = session.query(LOOK).getFirst();
      if (!"0".equals(row[2])) {
        blind("this user may not see how far the standbys are (GRANT pg_monitor TO it)");
        return Duration.ZERO;
      }
      return seen(Long.parseLong(String.valueOf(row[0])), row[1], System.nanoTime());
    } catch (DatabaseException e) {
      blind("the server doesn't say how far its standbys are: " + e.getMessage());
      return Duration.ZERO;
    }
  }

  private Duration seen(long place, @Nullable String replayed, long now) {
    if (replayed == null) {
      behind.clear();
      return Duration.ZERO;
    }
    long there = Long.parseLong(replayed);
    behind.add(new Sample(place, now));
    while (!behind.isEmpty() && behind.getFirst().place() <= there) {
      behind.removeFirst();
    }
    return behind.isEmpty() ? Duration.ZERO : Duration.ofNanos(now - behind.getFirst().nanos());
  }

  private void blind(String why) {
    blind = true;
    told.accept("doesn't look after standbys: " + why);
  }
}
