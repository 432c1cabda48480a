package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Dialect;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread. Passing causes are {@link PassingException}s, errors of SQL
 * {@link SqlFailure}s.
 */
public sealed interface Session extends AutoCloseable permits JdbcSession {
  /** Connects to read and write. */
  static Session open(Access access) {
    return switch (access.url().kind()) {
      case POSTGRESQL -> PostgresSession.open(access);
      case SQLITE -> SqliteSession.open(access, false);
    };
  }

  /**
   * Connects to read only: makes no file and no table; null where there is no database yet (a
   * SQLite file).
   */
  static @Nullable Session openToRead(Access access) {
    return switch (access.url().kind()) {
      case POSTGRESQL -> PostgresSession.open(access);
      case SQLITE -> SqliteSession.exists(access) ? SqliteSession.open(access, true) : null;
    };
  }

  Dialect dialect();

  /** SQL texts that differ. */
  Sql sql();

  /**
   * Waits until no other runner works on this schema.
   *
   * @param told what it waits for
   * @param superseding whether this run holds the window row, so that whoever holds the lock has
   *     been given up: its session is ended after a while. Asked again each time, since a still
   *     newer step may hold both meanwhile
   */
  void lock(Consumer<String> told, BooleanSupplier superseding);

  /** Begins a transaction that will write. */
  void begin(Consumer<String> told);

  void commit();

  /** Ends the transaction, if there is one; never fails. */
  void rollback();

  /** Undoes what a migration may have set for the session. */
  void reset();

  /** Runs one statement, whatever it returns. */
  void execute(String sql) throws SqlFailure;

  /**
   * Runs one statement with parameters (text, whole numbers, null) and returns how many rows it
   * changed.
   */
  int update(String sql, @Nullable Object... parameters);

  /** Reads rows as text; ask for booleans as {@code CASE WHEN … THEN 'true' ELSE 'false' END}. */
  List<@Nullable String[]> query(String sql, @Nullable Object... parameters);

  /** An index left INVALID by a build that didn't end, by name; PostgreSQL only. */
  boolean invalidIndex(String name);

  /** Ends the connection; never fails. */
  @Override
  void close();
}
