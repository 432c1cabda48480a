package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;

/** PostgreSQL, in simple query mode: one statement, one message, one answer. */
final class PostgresSession extends JdbcSession {
  /** For the server to answer at all. */
  private static final String CONNECT_SECONDS = "10";

  /** For all of the login, of which a container that gets little CPU takes long for its part. */
  private static final String LOGIN_SECONDS = "30";

  /**
   * For an answer to somebody who only reads: a connection that died without a word would keep a
   * pod waiting for a quarter of an hour.
   */
  private static final String READ_SECONDS = "10";

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

  /**
   * How long a session that has been given up keeps its lock, in case it is about to notice by
   * itself.
   */
  private static final Duration GIVEN_UP = Duration.ofSeconds(10);

  private static final String HOLDERS =
      " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND"
          + " l.granted AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND"
          + " (l.classid::bigint << 32) | l.objid::bigint = hashtextextended('schema-migration ' || ?, 0)";

  private static final Duration LOCK_PATIENCE = Duration.ofMinutes(5);

  private final Sql sql;
  private final Access access;
  private final String schema;
  private final String settings;
  private final boolean standby;
  private final int process;
  private final Pooler.Opener second;

  private PostgresSession(
      Connection connection,
      Access access,
      String schema,
      String searchPath,
      boolean standby,
      int process,
      Pooler.Opener second) {
    super(connection);
    this.access = access;
    this.process = process;
    this.second = second;
    this.schema = schema;
    this.sql = Sql.postgresql(schema);
    this.settings = settings(searchPath, access.patience());
    this.standby = standby;
  }

  /**
   * Connects.
   *
   * @param writes whether a server that only reads is of no use
   */
  static PostgresSession open(Access access, boolean writes) {
    var properties = new Properties();
    set(properties, "user", access.effectiveUser());
    set(properties, "password", access.effectivePassword());
    set(properties, "ApplicationName", "migrate");
    set(properties, "connectTimeout", CONNECT_SECONDS);
    set(properties, "loginTimeout", LOGIN_SECONDS);
    set(properties, "tcpKeepAlive", "true");
    if (!writes) {
      set(properties, "socketTimeout", READ_SECONDS);
    }
    set(properties, "preferQueryMode", "simple");
    set(properties, "stringtype", "unspecified");
    var decided = new HashSet<>(Set.of("preferQueryMode", "stringtype"));
    if (access.caFile() != null) {
      decided.addAll(Set.of("sslmode", "sslrootcert", "ssl", "sslfactory"));
      set(properties, "sslmode", "verify-full");
      set(properties, "sslrootcert", access.caFile());
    }
    var address = access.url().addressWithout(decided);
    try {
      var connection = connect(address, properties);
      return started(connection, access, writes, () -> connect(address, properties));
    } catch (SQLException e) {
      throw refused(e, access);
    }
  }

  private static Connection connect(String address, Properties properties) throws SQLException {
    return Objects.requireNonNull(new Driver().connect(address, properties));
  }

  private static PostgresSession started(
      Connection connection, Access access, boolean writes, Pooler.Opener second)
      throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT current_schema(), current_setting('search_path'), pg_is_in_recovery(),"
                    + " current_setting('transaction_read_only') = 'on', pg_backend_pid()")) {
      row.next();
      boolean standby = row.getBoolean(3);
      if (writes && (standby || row.getBoolean(4))) {
        throw readOnly(access, standby);
      }
      if (writes) {
        Pooler.refuseSharedSession(connection, row.getInt(5), second);
      }
      var schema = access.historySchema() != null ? access.historySchema() : row.getString(1);
      if (schema == null) {
        throw new RefusedException(
            Reason.CREDENTIALS_INVALID,
            "the search_path of this user names no schema that exists",
            "Create the schema, or name one with --history-schema.");
      }
      var session =
          new PostgresSession(
              connection, access, schema, row.getString(2), standby, row.getInt(5), second);
      if (writes) {
        session.run(session.settings); // who only reads may share a pooler's session with others
      }
      return session;
    }
  }

  /** Set at start and after each migration, whatever that did to the session. */
  private static String settings(String searchPath, Patience patience) {
    return "SELECT set_config('search_path', '"
        + searchPath.replace("'", "''")
        + "', false),"
        + " set_config('lock_timeout', '"
        + patience.lockTimeout()
        + "', false), set_config('statement_timeout', '"
        + patience.statementTimeout()
        + "', false), set_config('idle_in_transaction_session_timeout', '30s', false),"
        + " (SELECT set_config(name, '5s', false) FROM pg_catalog.pg_settings WHERE name ="
        + " 'client_connection_check_interval')";
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

  private static RuntimeException refused(SQLException e, Access access) {
    var state = String.valueOf(e.getSQLState());
    var message = access.scrub(String.valueOf(e.getMessage()));
    if (state.startsWith("28") || state.equals("3D000") || state.equals("08004")) {
      return new RefusedException(
          Reason.CREDENTIALS_INVALID,
          message,
          "Check the user, the password and the name of the database.");
    }
    return PassingException.lost(message);
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public Sql sql() {
    return sql;
  }

  /**
   * Polls {@code pg_try_advisory_lock}: a waiter blocked in {@code pg_advisory_lock} would hold a
   * snapshot that CREATE INDEX CONCURRENTLY waits for.
   */
  @Override
  public void lock(Consumer<String> told, BooleanSupplier superseding) {
    long start = System.nanoTime();
    long tell = 0;
    while (true) {
      var row =
          query(
              "SELECT "
                  + Sql.truth(
                      "pg_try_advisory_lock(hashtextextended('schema-migration ' || ?, 0))"),
              schema);
      if ("true".equals(row.getFirst()[0])) {
        return;
      }
      var waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(LOCK_PATIENCE) > 0) {
        throw PassingException.locked(
            "another runner has been working on schema "
                + schema
                + " for "
                + waited.toSeconds()
                + " s");
      }
      if (waited.toMillis() >= tell) {
        told.accept("waits for another runner" + holder() + ", " + waited.toSeconds() + " s");
        tell = waited.plus(TOLD_EVERY).toMillis();
        if (waited.compareTo(GIVEN_UP) > 0 && superseding.getAsBoolean()) {
          end(told);
        }
      }
      Pause.of(POLL);
    }
  }

  private void end(Consumer<String> told) {
    try {
      query("SELECT " + Sql.truth("pg_terminate_backend(l.pid)") + HOLDERS, schema);
    } catch (DatabaseException e) {
      told.accept("can't end that session: " + e.getMessage());
    }
  }

  private String holder() {
    var rows = query("SELECT a.pid, a.application_name, a.usename" + HOLDERS, schema);
    if (rows.isEmpty()) {
      return "";
    }
    var row = rows.getFirst();
    return " (pid " + row[0] + ", " + row[1] + ", user " + row[2] + ")";
  }

  @Override
  public void begin(Consumer<String> told) {
    run("BEGIN");
    begun();
  }

  @Override
  public void reset() {
    run("RESET ROLE");
    run("RESET ALL");
    run(settings);
  }

  @Override
  public void enforceForeignKeys(boolean enforced) {
    // it always does
  }

  @Override
  public void copy(String sql, String data) throws SqlFailure {
    Ending.check();
    try {
      PostgresCopy.run(connection(), sql, data);
    } catch (SQLException e) {
      throw PostgresCopy.located(judged(e), e);
    }
  }

  @Override
  public boolean standby() {
    return standby;
  }

  @Override
  public void waitForLocks() {
    run("SET lock_timeout = 0");
  }

  @Override
  public LockWatch watchLocks() {
    return new PostgresLockWatch(process, second);
  }

  @Override
  public @Nullable Index index(String name, String table) {
    var rows =
        query(
            "SELECT format('%I.%I', n.nspname, c.relname), "
                + Sql.truth("i.indisvalid")
                + " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE i.indrelid = to_regclass(?) AND c.relname = (parse_ident(?))[1]",
            table,
            name);
    if (rows.isEmpty()) {
      return null;
    }
    var row = rows.getFirst();
    return new Index(String.valueOf(row[0]), "true".equals(row[1]));
  }

  @Override
  SqlFailure judge(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    var message = access.scrub(String.valueOf(e.getMessage()));
    if (state.equals("55P03") || state.equals("40P01") || state.equals("40001")) {
      throw PassingException.locked(message + " (SQLSTATE " + state + ")");
    }
    boolean lost = state.startsWith("08") || state.startsWith("57P0") || state.equals("25P03");
    if (lost) {
      throw PassingException.lost(message);
    }
    var said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    if (said == null) {
      return SqlFailure.of(e, message);
    }
    var text = said.getMessage() + (said.getDetail() == null ? "" : " (" + said.getDetail() + ")");
    return new SqlFailure(access.scrub(text), state, said.getPosition(), said.getHint());
  }
}
