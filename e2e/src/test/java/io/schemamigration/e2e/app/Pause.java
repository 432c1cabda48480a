package io.schemamigration.e2e.app;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.cluster.PostgresFixture.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** Keeps a migration in its midst until the test lets it go on. */
public final class Pause implements AutoCloseable {
  /** The statements at which a migration waits. */
  public static final String HERE =
      """
      SET LOCAL lock_timeout = 0;
      -- accept: calls-function it only waits
      SELECT pg_advisory_xact_lock_shared(42);
      """;

  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted";

  private final Database database;
  private final Connection connection;

  Pause(Database database) {
    this.database = database;
    try {
      connection = database.connect();
      execute("SELECT pg_advisory_lock(42)");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the migration has come this far. */
  public void await() {
    eventually(() -> assertThat(Queries.one(database, WAITING)).isNotEqualTo("0"));
  }

  /** Lets it go on; does nothing the second time. */
  public void end() {
    execute("SELECT pg_advisory_unlock_all()");
  }

  private void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
