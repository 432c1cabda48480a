package io.schemamigration.runner.claims;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Runs statements in a transaction that is taken back, and looks what they did. */
final class Server implements AutoCloseable {
  private static final Pattern SCAN =
      Pattern.compile("(?:verifying|building index .* on) table \"(\\w+)\"|validating foreign key");

  private static final String RELATIONS =
      "SELECT c.oid::text, c.relname FROM pg_class c JOIN pg_namespace n"
          + " ON n.oid = c.relnamespace WHERE n.nspname = 'public'";
  private static final String FILES =
      "SELECT c.relname, pg_relation_filenode(c.oid)::text FROM pg_class c JOIN pg_namespace n"
          + " ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind <> 'S'"
          + " AND pg_relation_filenode(c.oid) IS NOT NULL";
  private static final String LOCKS =
      "SELECT l.relation || ':' || replace(l.mode, 'Lock', ''), '' FROM pg_locks l"
          + " WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted";

  private final Connection connection;

  Server(int port, String database, String setup) throws SQLException {
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
    try (var statement = connection.createStatement()) {
      statement.execute(setup);
    }
    connection.setAutoCommit(false);
  }

  int release() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  /** What the statements did. */
  Outcome run(String sql) throws SQLException {
    var before = ask(RELATIONS);
    var files = ask(FILES);
    connection.commit();
    try (var statement = connection.createStatement()) {
      statement.execute("SET LOCAL client_min_messages = debug1");
      statement.clearWarnings();
      statement.execute(sql);
      var scanned = new HashSet<String>();
      for (var w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        scan(w.getMessage(), before, scanned);
      }
      statement.execute("SET LOCAL client_min_messages = warning");
      var locks = new StringBuilder();
      for (var lock : ask(LOCKS).keySet()) {
        int colon = lock.indexOf(':');
        var relation = before.get(lock.substring(0, colon));
        if (relation != null && !lock.endsWith(":AccessShare")) {
          locks.append(relation).append(lock.substring(colon)).append(' ');
        }
      }
      return new Outcome(Recorded.locks(locks.toString()), rewritten(files), scanned);
    } finally {
      connection.rollback();
    }
  }

  private static void scan(String message, Map<String, String> before, Set<String> scanned) {
    var found = SCAN.matcher(message);
    if (found.find()) {
      var table = found.group(1);
      if (table == null) {
        scanned.add("foreign-key");
      } else if (before.containsValue(table)) {
        scanned.add(table);
      }
    }
  }

  private Set<String> rewritten(Map<String, String> before) throws SQLException {
    var rewritten = new HashSet<String>();
    var after = ask(FILES);
    before.forEach((relation, file) -> {
      if (after.containsKey(relation) && !file.equals(after.get(relation))) {
        rewritten.add(relation);
      }
    });
    return rewritten;
  }

  private Map<String, String> ask(String query) throws SQLException {
    var found = new TreeMap<String, String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
