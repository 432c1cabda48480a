package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.words.TransactionMode;
import io.schemamigration.runner.end.PassingException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.util.PSQLException;

/** PostgreSQL, in simple query mode: one statement, one message, one answer. */
public final class PostgresSession extends JdbcSession {
  private static final Duration POLL = Duration.ofMillis(250);

  /**
   * How long a session that has been given up keeps its lock, in case it is about to notice by
   * itself.
   */
  private static final Duration GIVEN_UP = Duration.ofSeconds(10);

  private static final String HOLDERS =
      " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND"
          + " l.granted AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND"
          + " (l.classid::bigint << 32) | l.objid::bigint = hashtextextended('schema-migration ' || ?, 0)";

  /** Statements of {@link #resetText}. */
  static final int RESETS = 4;

  private final Sql sql;
  private final String schema;
  private final String settings;
  private final boolean standby;
  private final QueryExecutor executor;
  private volatile boolean scripting;
  private final int process;
  private final Pooler.Opener second;
  private final int answerMillis;
  final SessionRemains remains;

  PostgresSession(
      Connection connection,
      Access access,
      String schema,
      String settings,
      boolean standby,
      int process,
      Pooler.Opener second,
      Duration answer)
      throws SQLException {
    super(connection, access);
    this.executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
    this.process = process;
    this.second = second;
    this.answerMillis = (int) answer.toMillis();
    this.schema = schema;
    this.sql = Sql.postgresql(schema);
    this.settings = settings;
    this.standby = standby;
    this.remains = new SessionRemains(schema);
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
    var turn = new RunnerWait("schema " + schema, Duration.ZERO);
    var taken =
        "SELECT "
            + Sql.truth("pg_try_advisory_lock(hashtextextended('schema-migration ' || ?, 0))");
    while (!"true".equals(query(taken, schema).getFirst()[0])) {
      if (turn.isToBeTold()) {
        told.accept(turn.text(holder()));
        if (turn.waited().compareTo(GIVEN_UP) > 0 && superseding.getAsBoolean()) {
          end(told);
        }
      }
      Pause.of(POLL);
    }
    remains.locked();
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
  public void begin(Consumer<String> told, TransactionMode mode) {
    var left = remains.due();
    var begin = ("BEGIN " + mode.text()).strip();
    run(left.isEmpty() ? begin : begin + ";\n" + left);
    begun();
  }

  @Override
  void ended() {
    super.ended();
    remains.gone();
  }

  @Override
  void uses() {
    remains.used();
  }

  @Override
  public void fresh() {
    remains.next();
  }

  @Override
  public void discard() {
    fresh();
    var left = remains.due();
    if (!left.isEmpty()) {
      run(left);
      remains.gone();
    }
  }

  @Override
  public OneTransaction frame() {
    return new OneTransaction(this);
  }

  /** Sends several statements as one message. */
  void run(PostgresScript script, String text) throws SqlFailure {
    scripting = true; // known before it is looked whether the end was asked for
    try {
      Shutdown.check();
      script.run(executor, text);
    } catch (SQLException e) {
      throw judged(e);
    } finally {
      scripting = false;
    }
  }

  @Override
  void cancel() {
    if (!scripting) {
      super.cancel();
      return;
    }
    try {
      executor.sendQueryCancel();
    } catch (SQLException e) {
      return; // it has ended by itself, or is cancelled again in a moment
    }
  }

  /** Puts everything as a migration is to find it. */
  void prepare() {
    run(settings);
  }

  /** As many statements as {@link #RESETS}. */
  String resetText() {
    return "RESET SESSION AUTHORIZATION;\nRESET ROLE;\nRESET ALL;\n" + settings;
  }

  @Override
  public void reset() {
    run(resetText());
  }

  @Override
  public void enforceForeignKeys(boolean enforced) {
    // it always does
  }

  @Override
  public void copy(String sql, String data) throws SqlFailure {
    uses(); // of a table with triggers
    Shutdown.check();
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
  public long tableBytes(String table) {
    var rows = query(TableSize.BYTES + " AND relpersistence <> 't'", table);
    if (rows.isEmpty() && !remains.due().isEmpty()) {
      discard(); // an earlier file's temporary table may hide it
      rows = query(TableSize.BYTES, table);
    }
    return rows.isEmpty() ? 0 : Long.parseLong(String.valueOf(rows.getFirst()[0]));
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
  void expectsSoon(boolean soon) {
    if (answerMillis == 0) {
      return;
    }
    try {
      executor.setNetworkTimeout(soon ? answerMillis : 0);
    } catch (IOException e) {
      scripting = false; // the connection is broken: what is sent next tells it
    }
  }

  @Override
  SqlFailure judge(SQLException e) {
    if (e.getCause() instanceof SocketTimeoutException) {
      throw PassingException.lost(
          "no answer from "
              + access
              + " for "
              + Duration.ofMillis(answerMillis).toSeconds()
              + " s");
    }
    var state = String.valueOf(e.getSQLState());
    var message = access.said(e);
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
    return new SqlFailure(access.scrub(text), state, said.getPosition(), PostgresAdvice.of(said));
  }
}
