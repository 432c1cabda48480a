package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.words.TransactionMode;
import io.schemamigration.runner.end.PassingException;
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
      case POSTGRESQL -> PostgresLogin.open(access, true);
      case SQLITE -> SqliteSession.open(access, false);
    };
  }

  /**
   * Connects to read only: makes no file and no table; null where there is no database yet (a
   * SQLite file).
   */
  static @Nullable Session openToRead(Access access) {
    return switch (access.url().kind()) {
      case POSTGRESQL -> PostgresLogin.open(access, false);
      case SQLITE -> SqliteSession.exists(access) ? SqliteSession.open(access, true) : null;
    };
  }

  /**
   * The same; where a writer keeps readers out (SQLite without WAL), its queries wait as a run
   * does.
   *
   * @param told what they wait for
   */
  static @Nullable Session openToRead(Access access, Consumer<String> told) {
    var session = openToRead(access);
    if (session instanceof SqliteSession sqlite) {
      sqlite.waitToRead(told);
    }
    return session;
  }

  Dialect dialect();

  /** SQL texts that differ. */
  Sql sql();

  /**
   * Waits until no other runner works on this schema.
   *
   * @param told what it waits for
   * @param superseding whether this run holds the window row, so that anyone who holds the lock has
   *     been given up: its session is ended after a while. Asked again each time, since a still
   *     newer step may hold both meanwhile
   */
  void lock(Consumer<String> told, BooleanSupplier superseding);

  /** Begins a transaction that will write. */
  default void begin(Consumer<String> told) {
    begin(told, TransactionMode.NONE);
  }

  /** The same in that mode, which only PostgreSQL knows. */
  void begin(Consumer<String> told, TransactionMode mode);

  void commit();

  /** Ends the transaction, if there is one; never fails. */
  void rollback();

  /**
   * A migration's transaction in few messages; null where a statement is no message anyway
   * (SQLite).
   */
  @Nullable OneTransaction frame();

  /** Who hears from here on what the server says beside its answers to a file's statements. */
  void hear(Consumer<Notice> notices);

  /** Undoes what a migration may have set for the session. */
  void reset();

  /**
   * The next file begins, as if it had a session of its own: of what earlier ones left in this one
   * (see {@link #discard}) it finds nothing. On PostgreSQL that is done together with the next
   * BEGIN, so that it costs no message.
   */
  void fresh();

  /**
   * Drops at once what a file's statements left in the session: temporary objects, and on
   * PostgreSQL prepared statements, cursors, advisory locks but for the runner's own, what {@code
   * currval} knows, and LISTEN.
   */
  void discard();

  /**
   * SQLite: whether foreign keys are enforced from here on; only outside of a transaction.
   * PostgreSQL always does.
   */
  void enforceForeignKeys(boolean enforced);

  /** Runs one statement, whatever it returns. */
  void execute(String sql) throws SqlFailure;

  /**
   * Runs {@code COPY … FROM STDIN}.
   *
   * @param data the lines that it reads
   */
  void copy(String sql, String data) throws SqlFailure;

  /** Runs a query of a migration's author and reads its rows as text. */
  List<@Nullable String[]> ask(String sql) throws SqlFailure;

  /** Reads rows of a table that isn't ours as text, however long that takes. */
  List<@Nullable String[]> ask(String sql, Object... parameters) throws SqlFailure;

  /**
   * Runs one statement with parameters (text, whole numbers, null) and returns how many rows it
   * changed.
   */
  int update(String sql, @Nullable Object... parameters);

  /**
   * Runs one statement of a migration's author with parameters.
   *
   * @return how many rows it changed
   */
  long change(String sql, Object... parameters) throws SqlFailure;

  /** Reads rows as text; ask for booleans as {@code CASE WHEN … THEN 'true' ELSE 'false' END}. */
  List<@Nullable String[]> query(String sql, @Nullable Object... parameters);

  /** How far it has come with the file that it is at. */
  StatementProgress reached();

  /** Whether this server follows another one, and may be behind it. */
  boolean standby();

  /**
   * The next statement waits as long as it has to. For those that keep nobody from reading and
   * writing while they wait, such as CREATE INDEX CONCURRENTLY, which waits for every transaction
   * that is older than it. Ended by {@link #reset}.
   */
  void waitForLocks();

  /**
   * How large a table is on disk, without its indexes and with all its partitions; 0 where there is
   * none, or where no index is built outside of a transaction.
   *
   * @param table as SQL writes it
   */
  long tableBytes(String table);

  /**
   * Whether a table has partitions, so that an index of it can't be built CONCURRENTLY.
   *
   * @param table as SQL writes it
   */
  default boolean hasPartitions(String table) {
    return !query(TableSize.PARTITIONED, table).isEmpty();
  }

  /** Whether its opener wants no index built CONCURRENTLY unless its file says so. */
  boolean indexesAsWritten();

  /** Begins to look for who keeps this session waiting; close it when the wait is over. */
  LockWatch watchLocks();

  /** The index of that name on that table, both as SQL writes them; null where there is none. */
  @Nullable Index index(String name, String table);

  /**
   * An index.
   *
   * @param name with its schema, quoted
   * @param valid false when its build didn't end
   */
  record Index(String name, boolean valid) {}

  /** Ends the connection; never fails. */
  @Override
  void close();
}
