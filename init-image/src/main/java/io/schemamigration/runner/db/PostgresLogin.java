package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.end.PassingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** Connects to PostgreSQL, and finds out what answers there. */
public final class PostgresLogin {
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  /** For the server to answer at all. */
  private static final String CONNECT_SECONDS = "10";

  /** For all of the login, of which a container that gets little CPU takes long for its part. */
  private static final String LOGIN_SECONDS = "30";

  /**
   * For an answer to someone who only reads: a connection that died silently would keep a pod
   * waiting for a quarter of an hour.
   */
  private static final String READ_SECONDS = "10";

  /** Of the servers that are supported; else the driver asks for two things more at login. */
  private static final String OLDEST = "12";

  private PostgresLogin() {}

  /**
   * Connects.
   *
   * @param writes whether a server that only reads is of no use
   */
  static PostgresSession open(Access access, boolean writes) {
    return open(access, writes, Place::schema);
  }

  /** Connects to write to a database where no history is looked for, such as one that is empty. */
  public static PostgresSession openAnywhere(Access access) {
    return open(access, true, Place::taken);
  }

  private static PostgresSession open(
      Access access, boolean writes, Function<Place, String> schema) {
    var properties = new Properties();
    set(properties, "user", access.effectiveUser());
    set(properties, "password", access.effectivePassword());
    set(properties, "ApplicationName", "migrate");
    set(properties, "connectTimeout", CONNECT_SECONDS);
    set(properties, "loginTimeout", LOGIN_SECONDS);
    set(properties, "tcpKeepAlive", "true");
    if (writes) { // who reads waits for no answer longer than that anyway
      set(properties, "socketFactory", LivelySockets.class.getName());
    }
    set(properties, "socketTimeout", READ_SECONDS);
    set(properties, "preferQueryMode", "simple");
    set(properties, "stringtype", "unspecified");
    set(properties, "assumeMinServerVersion", OLDEST);
    var decided = new HashSet<>(Set.of("preferQueryMode", "stringtype"));
    if (access.caFile() != null) {
      decided.addAll(Set.of("sslmode", "sslrootcert", "ssl", "sslfactory"));
      set(properties, "sslmode", "verify-full");
      set(properties, "sslrootcert", access.caFile());
    }
    var address = access.url().addressWithout(decided);
    if (access.caFile() != null || address.contains("ssl")) {
      SslFiles.check(access);
    }
    try {
      var connection = connect(address, properties);
      return started(connection, access, writes, schema, () -> connect(address, properties));
    } catch (SQLException e) {
      throw LoginFailure.of(e, access);
    }
  }

  private static Connection connect(String address, Properties properties) throws SQLException {
    DRIVER_LOG.setLevel(Level.OFF); // what matters is in its exceptions
    return Objects.requireNonNull(new Driver().connect(address, properties));
  }

  private static PostgresSession started(
      Connection connection,
      Access access,
      boolean writes,
      Function<Place, String> schema,
      Pooler.Opener second)
      throws SQLException {
    try {
      var greeting = Greeting.of(connection, access);
      if (writes && (greeting.standby() || greeting.readOnly())) {
        throw readOnly(access, greeting.standby());
      }
      if (writes) {
        Pooler.refuseSharedSession(connection, greeting.process(), second);
      }
      var session =
          new PostgresSession(
              connection,
              access,
              schema.apply(greeting.place()),
              settings(greeting.place().path(), access.patience(), greeting.checks()),
              greeting.standby(),
              greeting.process(),
              second,
              writes ? answer(access.patience()) : Duration.ZERO);
      if (writes) {
        session.expectsSoon(false);
        session.prepare(); // who only reads may share a pooler's session with others
      }
      return session;
    } catch (SQLException | RuntimeException e) {
      connection.close(); // verify asks again and again
      throw e;
    }
  }

  /**
   * How long the server may take for SQL of our own, which waits for locks at most; zero for as
   * long as it takes.
   */
  private static Duration answer(Patience patience) {
    var soon = Duration.ofSeconds(Long.parseLong(READ_SECONDS));
    return patience.lock().isZero() ? Duration.ZERO : patience.lock().plus(soon);
  }

  /**
   * Set at start and after each migration, whatever that did to the session. Strings are read as
   * the splitter reads them.
   *
   * @param checks whether the server can look after its client (PostgreSQL 14)
   */
  private static String settings(String searchPath, Patience patience, boolean checks) {
    return "SELECT set_config('search_path', '"
        + searchPath.replace("'", "''")
        + "', false),"
        + " set_config('lock_timeout', '"
        + patience.lockTimeout()
        + "', false), set_config('statement_timeout', '"
        + patience.statementTimeout()
        + "', false), set_config('idle_in_transaction_session_timeout', '30s', false)"
        + ", set_config('standard_conforming_strings', 'on', false)"
        + ", set_config('tcp_keepalives_idle', '"
        + LivelySockets.IDLE_SECONDS
        + "', false), set_config('tcp_keepalives_interval', '"
        + LivelySockets.INTERVAL_SECONDS
        + "', false), set_config('tcp_keepalives_count', '"
        + LivelySockets.COUNT
        + "', false)"
        + (checks ? ", set_config('client_connection_check_interval', '5s', false)" : "");
  }

  /** Passing: after a failover the same address leads to the new primary. */
  private static PassingException readOnly(Access access, boolean standby) {
    return new PassingException(
        Reason.DATABASE_UNREACHABLE,
        access + (standby ? " is a standby" : " only reads (default_transaction_read_only)"),
        "Let the URL lead to the primary, with a user that may write.",
        true);
  }

  private static void set(Properties properties, String key, @Nullable String value) {
    if (value != null) {
      properties.setProperty(key, value);
    }
  }
}
