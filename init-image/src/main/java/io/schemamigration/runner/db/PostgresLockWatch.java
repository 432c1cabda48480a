package io.schemamigration.runner.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks over a connection of its own, several times a second, whom a session waits for: once its
 * wait is over the server no longer knows. Shows no query text, which may hold anything.
 */
final class PostgresLockWatch implements LockWatch {
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int SHOWN = 3;

  private static final String BLOCKERS =
      "SELECT a.pid, nullif(a.application_name, ''), a.usename, a.state,"
          + " floor(extract(epoch FROM clock_timestamp() - a.xact_start))::bigint,"
          + " floor(extract(epoch FROM clock_timestamp() - a.query_start))::bigint,"
          + " (SELECT string_agg(DISTINCT h.mode || ' on ' || h.relation::regclass, ', ')"
          + " FROM pg_catalog.pg_locks w JOIN pg_catalog.pg_locks h ON h.relation = w.relation AND h.database = w.database"
          + " WHERE w.pid = %1$d AND NOT w.granted AND h.pid = a.pid AND h.granted AND h.locktype = 'relation')"
          + " FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY (pg_catalog.pg_blocking_pids(%1$d))"
          + " ORDER BY a.xact_start LIMIT "
          + SHOWN;

  private final int waiting;
  private final Pooler.Opener opener;
  private final Thread thread;
  private volatile boolean ended;
  private volatile @Nullable String holder;

  /**
   * Begins to look.
   *
   * @param waiting process of the session that waits
   */
  PostgresLockWatch(int waiting, Pooler.Opener opener) {
    this.waiting = waiting;
    this.opener = opener;
    thread = Thread.ofPlatform().daemon().name("lock-watch").start(this::look);
  }

  private void look() {
    try (var connection = opener.open()) {
      while (!ended) {
        var seen = ask(connection);
        if (seen != null) {
          holder = seen;
        }
        Thread.sleep(EVERY);
      }
    } catch (SQLException e) {
      ended = true; // no second connection, or no right to look: the wait is told without a name
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable String ask(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(String.format(BLOCKERS, waiting))) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(
            words(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7)));
      }
      return found.isEmpty() ? null : String.join("; ", found);
    }
  }

  private static String words(
      String pid,
      @Nullable String application,
      @Nullable String user,
      @Nullable String state,
      @Nullable String transaction,
      @Nullable String query,
      @Nullable String locks) {
    var text = new StringBuilder("pid ").append(pid).append(" (");
    text.append(application == null ? "" : application + ", ").append("user ").append(user);
    if (state != null) {
      text.append(", ").append(state);
    }
    if (transaction != null) {
      text.append(", transaction for ").append(transaction).append(" s");
    }
    if (query != null) {
      text.append(", last query begun ").append(query).append(" s ago");
    }
    return text.append(locks == null ? "" : ", " + locks).append(')').toString();
  }

  @Override
  public @Nullable String holder() {
    return holder;
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
  }
}
