package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.end.RefusedException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Detects a connection pooler that hands one server session to several clients by turns
 * (PgBouncer's {@code pool_mode = transaction} or {@code statement}). There, locks of the session
 * stay with anyone who comes next, and settings are the next client's.
 */
final class Pooler {
  private static final String MARK = "schema_migration.mark";
  private static final int MARK_BYTES = 8;

  /** Opens a second connection to the same address. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  private Pooler() {}

  /**
   * Refuses such a pooler. A direct connection costs nothing: at login the server names the process
   * that serves it, where a pooler makes up a number.
   *
   * @param process what {@code pg_backend_pid()} says
   */
  static void refuseSharedSession(Connection connection, int process, Opener second)
      throws SQLException {
    int announced = connection.unwrap(PGConnection.class).getBackendPID();
    if (announced != process && shared(connection, second)) {
      throw new RefusedException(
          Reason.CREDENTIALS_INVALID,
          "this address leads to a connection pooler that gives each transaction another session",
          "Use the address of the database itself, or a pool in session mode (PgBouncer: pool_mode = session).");
    }
  }

  /** Whether what one connection sets can be seen by the other, or is gone for itself. */
  private static boolean shared(Connection first, Opener opener) throws SQLException {
    var mark = mark();
    ask(first, "SELECT set_config('" + MARK + "', '" + mark + "', false)");
    try (var second = opener.open()) {
      second.setAutoCommit(false); // keeps the session, if it is the first one's
      return mark.equals(ask(second, read())) || !mark.equals(ask(first, read()));
    } catch (SQLException e) {
      return statementMode(e); // else it waits for a session, as there are too few for two clients
    } finally {
      ask(first, "SELECT set_config('" + MARK + "', '', false)");
    }
  }

  /** PgBouncer says so itself when a transaction is begun. */
  private static boolean statementMode(SQLException e) {
    return String.valueOf(e.getMessage()).contains("statement pooling");
  }

  private static String read() {
    return "SELECT current_setting('" + MARK + "', true)";
  }

  private static @Nullable String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String mark() {
    var bytes = new byte[MARK_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
