package io.schemamigration.runner.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What both databases do alike over JDBC. Transactions are begun and ended by SQL, so that nothing
 * is hidden.
 */
abstract sealed class JdbcSession implements Session permits PostgresSession, SqliteSession {
  /** How it was reached; takes secrets out of what the server says. */
  final Access access;

  private final Connection connection;
  private final StatementProgress reached = new StatementProgress();
  private boolean open;
  private volatile @Nullable Statement running;
  private Consumer<Notice> listener = notice -> {};

  /** Wraps a connection. */
  JdbcSession(Connection connection, Access access) {
    this.connection = connection;
    this.access = access;
    Shutdown.works(this);
  }

  /** Shows what an error means: temporary causes become exceptions, the rest is returned. */
  abstract SqlFailure judge(SQLException e);

  /**
   * Whether the next answer is to SQL of our own, which is done in a moment: where it stays out,
   * the connection is dead. A migration's statement may take hours.
   */
  void expectsSoon(boolean soon) {}

  public final Connection connection() {
    return connection;
  }

  @Override
  public final boolean indexesAsWritten() {
    return access.indexesAsWritten();
  }

  @Override
  public final StatementProgress reached() {
    return reached;
  }

  final void begun() {
    open = true;
  }

  void ended() {
    open = false;
  }

  @Override
  public void commit() {
    run("COMMIT"); // where it fails, the transaction may still be open: SQLite answers BUSY so
    ended();
  }

  @Override
  public void rollback() {
    if (!open) {
      return;
    }
    open = false;
    expectsSoon(true);
    try (var statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // the connection is broken, or SQLite rolled back by itself: either way nothing is left to
      // undo
      open = false;
    } finally {
      expectsSoon(false);
    }
  }

  /** An author's statement comes, which may leave something in the session. */
  void uses() {}

  @Override
  public void execute(String sql) throws SqlFailure {
    uses();
    send(sql, true);
  }

  @Override
  public void hear(Consumer<Notice> notices) {
    listener = notices;
  }

  /** Passes on what the server said beside its answer to a statement of the file. */
  final void heard(int number, @Nullable SQLWarning first) {
    for (var said = first; said != null && number > 0; said = said.getNextWarning()) {
      listener.accept(Notice.of(number, said, access::scrub));
    }
  }

  private void send(String sql, boolean author) throws SqlFailure {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      starts(statement);
      try {
        statement.execute(sql);
      } finally {
        if (author) {
          heard(reached.statement(), statement.getWarnings());
        }
      }
    } catch (SQLException e) {
      throw judged(e);
    } finally {
      running = null;
    }
  }

  @Override
  public List<@Nullable String[]> ask(String sql) throws SqlFailure {
    uses();
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      starts(statement);
      try (var rows = statement.executeQuery(sql)) {
        return read(rows);
      }
    } catch (SQLException e) {
      throw judged(e);
    } finally {
      running = null;
    }
  }

  @Override
  public List<@Nullable String[]> ask(String sql, Object... parameters) throws SqlFailure {
    try {
      return rows(sql, parameters);
    } catch (SQLException e) {
      throw judged(e);
    }
  }

  @Override
  public int update(String sql, @Nullable Object... parameters) {
    expectsSoon(true);
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      starts(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw unexpected(e);
    } finally {
      running = null;
      expectsSoon(false);
    }
  }

  @Override
  public long change(String sql, Object... parameters) throws SqlFailure {
    uses();
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      starts(statement);
      if (!statement.execute()) {
        return Math.max(0, statement.getUpdateCount());
      }
      long returned = 0;
      try (var rows = statement.getResultSet()) {
        while (rows.next()) {
          returned++; // RETURNING tells each row that was changed
        }
      }
      return returned;
    } catch (SQLException e) {
      throw judged(e);
    } finally {
      running = null;
    }
  }

  @Override
  public List<@Nullable String[]> query(String sql, @Nullable Object... parameters) {
    expectsSoon(true);
    try {
      return rows(sql, parameters);
    } catch (SQLException e) {
      throw unexpected(e);
    } finally {
      expectsSoon(false);
    }
  }

  private List<@Nullable String[]> rows(String sql, @Nullable Object... parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      starts(statement);
      try (var rows = statement.executeQuery()) {
        return read(rows);
      }
    } finally {
      running = null;
    }
  }

  private static List<@Nullable String[]> read(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    var found = new ArrayList<@Nullable String[]>();
    while (rows.next()) {
      var row = new @Nullable String[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = rows.getString(i + 1);
      }
      found.add(row);
    }
    return found;
  }

  /** Known before it is looked whether the end was asked for: one of the two sees the other. */
  private void starts(Statement statement) {
    running = statement;
    Shutdown.check();
  }

  /** Ends the statement at work; called by another thread. */
  void cancel() {
    var statement = running;
    if (statement == null) {
      return;
    }
    try {
      statement.cancel();
    } catch (SQLException e) {
      return; // it has ended by itself, or is cancelled again in a moment
    }
  }

  final SqlFailure judged(SQLException e) {
    if (Shutdown.asked()) {
      throw Shutdown.exception();
    }
    return judge(e);
  }

  /** Runs SQL of our own. */
  final void run(String sql) {
    expectsSoon(!sql.equals("COMMIT")); // which may check what was deferred, or wait for a standby
    try {
      send(sql, false);
    } catch (SqlFailure e) {
      throw unexpected(e);
    } finally {
      expectsSoon(false);
    }
  }

  final RuntimeException unexpected(SQLException e) {
    return unexpected(judged(e));
  }

  private static RuntimeException unexpected(SqlFailure failure) {
    return new DatabaseException(failure);
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      open = false; // what could be lost has been committed or rolled back before
    }
  }
}
