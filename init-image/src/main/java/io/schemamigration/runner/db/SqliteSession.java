package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.words.TransactionMode;
import io.schemamigration.runner.end.PassingException;
import io.schemamigration.runner.end.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite: the file is the lock, {@code BEGIN IMMEDIATE} takes it. */
final class SqliteSession extends JdbcSession {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TOLD_FIRST = Duration.ofSeconds(10);
  private static final int PRIMARY_CODE = 0xff;

  private final Sql sql = Sql.sqlite();

  private @Nullable RunnerLock lock;
  private boolean pragmas;
  private boolean used;
  private boolean attached;
  private @Nullable Consumer<String> reading;

  /** As {@link #open} sets it. */
  private boolean enforced = true;

  private SqliteSession(Connection connection, Access access) {
    super(connection, access);
  }

  static boolean exists(Access access) {
    return Files.exists(Path.of(access.url().address()));
  }

  static SqliteSession open(Access access, boolean readOnly) {
    var properties = SqliteSettings.unlimited();
    properties.setProperty("busy_timeout", SqliteSettings.BUSY_MILLIS);
    properties.setProperty("foreign_keys", "true");
    if (readOnly) {
      properties.setProperty(
          "open_mode", "1"); // SQLITE_OPEN_READONLY; never immutable, which would read stale state
    }
    try {
      var connection = JDBC.createConnection("jdbc:sqlite:" + access.url().address(), properties);
      return new SqliteSession(connection, access);
    } catch (SQLException e) {
      var trouble = SqliteTrouble.of(Path.of(access.url().address()));
      throw new RefusedException(
          Reason.DATABASE_UNREACHABLE,
          "can't open "
              + access.url().address()
              + ": "
              + (trouble == null ? e.getMessage() : trouble.message()),
          trouble == null ? "Check the file and its folder." : trouble.hint());
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public Sql sql() {
    return sql;
  }

  @Override
  public void lock(Consumer<String> told, BooleanSupplier superseding) {
    var turn = new RunnerWait(access.url().address(), TOLD_FIRST);
    while (lock == null) {
      try {
        lock = RunnerLock.tryTake(Path.of(access.url().address()));
      } catch (IOException e) {
        told.accept("runners can't wait for each other here: " + SqliteFile.reason(e));
        return; // every transaction takes its own lock
      }
      if (lock != null) {
        return;
      }
      if (turn.isToBeTold()) {
        told.accept(turn.text(""));
        if (superseding.getAsBoolean()) {
          return; // it has been given up, and the row tells it so
        }
      }
      Pause.of(PAUSE);
    }
  }

  @Override
  public void close() {
    super.close();
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        lock = null; // the process ends, and its locks with it
      }
    }
  }

  @Override
  public void begin(Consumer<String> told, TransactionMode mode) {
    WriterWait.patiently(
        told,
        () -> {
          run("BEGIN IMMEDIATE");
          begun();
          return mode;
        });
  }

  /** Has queries wait for a writer from here on; only outside of a transaction. */
  void waitToRead(Consumer<String> told) {
    reading = told;
  }

  @Override
  public List<@Nullable String[]> query(String sql, @Nullable Object... parameters) {
    var told = reading;
    return told == null
        ? super.query(sql, parameters)
        : WriterWait.patiently(told, () -> super.query(sql, parameters));
  }

  @Override
  public void execute(String statement) throws SqlFailure {
    pragmas |= SqliteSettings.mayChange(statement);
    attached |= statement.regionMatches(true, 0, "ATTACH", 0, "ATTACH".length());
    super.execute(statement);
  }

  @Override
  void uses() {
    used = true;
  }

  @Override
  public void fresh() {
    discard();
    if (attached) {
      SqliteRemains.detach(this);
      attached = false;
    }
  }

  @Override
  public void discard() {
    if (used) {
      SqliteRemains.drop(this);
    }
  }

  @Override
  public @Nullable OneTransaction frame() {
    return null;
  }

  @Override
  public void reset() {
    if (!pragmas) {
      return;
    }
    for (var setting : SqliteSettings.USUAL) {
      run("PRAGMA " + setting);
    }
    pragmas = false;
  }

  @Override
  public void enforceForeignKeys(boolean wanted) {
    if (wanted == enforced) {
      return;
    }
    run("PRAGMA foreign_keys = " + (wanted ? "ON" : "OFF"));
    var now = query("PRAGMA foreign_keys").getFirst()[0];
    if (!(wanted ? "1" : "0").equals(now)) {
      throw new IllegalStateException("foreign_keys can't be changed inside a transaction");
    }
    enforced = wanted;
  }

  @Override
  public void copy(String sql, String data) {
    throw new IllegalStateException("SQLite has no COPY, and its files aren't read as if it had");
  }

  @Override
  public boolean standby() {
    return false;
  }

  @Override
  public void waitForLocks() {
    // the file's lock is asked for again and again anyway
  }

  @Override
  public @Nullable Index index(String name, String table) {
    return null; // no index is built outside of a transaction
  }

  @Override
  SqlFailure judge(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return SqlFailure.of(e, String.valueOf(e.getMessage()));
    }
    var code = sqlite.getResultCode();
    int primary = code.code & PRIMARY_CODE;
    var path = access.url().address();
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
      var holders = FileHolders.locking(Path.of(path));
      throw PassingException.locked(
          "the database "
              + path
              + " is locked by "
              + (holders.isEmpty() ? "another process" : String.join(", ", holders)));
    }
    boolean unusable =
        primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
            || primary == SQLiteErrorCode.SQLITE_READONLY.code
            || primary == SQLiteErrorCode.SQLITE_PERM.code
            || primary == SQLiteErrorCode.SQLITE_IOERR.code;
    var trouble = unusable ? SqliteTrouble.of(Path.of(path)) : null;
    if (trouble != null) {
      return new SqlFailure(trouble.message(), code.name(), 0, trouble.hint());
    }
    if (primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || primary == SQLiteErrorCode.SQLITE_IOERR.code) {
      throw new PassingException(
          Reason.DATABASE_UNREACHABLE,
          "can't use the database " + path + ": " + code.message + " [" + code.name() + "]",
          "The disk or the file system refused: see its log, and how much room is left"
              + SqliteTrouble.room(Path.of(path))
              + ".",
          true);
    }
    return new SqlFailure(text(e, code), code.name(), 0, hint(primary, path));
  }

  /** The driver writes {@code [CODE] its meaning (what SQLite said)}. */
  private static String text(SQLException e, SQLiteErrorCode code) {
    var message = String.valueOf(e.getMessage());
    int open = message.indexOf('(');
    boolean both = message.startsWith("[") && open > 0 && message.endsWith(")");
    return both ? message.substring(open + 1, message.length() - 1) : code.message;
  }

  private static @Nullable String hint(int primary, String path) {
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      return "The disk that holds "
          + path
          + " is full"
          + SqliteTrouble.room(Path.of(path))
          + ": make room and run again.";
    }
    if (primary == SQLiteErrorCode.SQLITE_READONLY.code) {
      return path + " or its folder may not be written: check the owner, the mode and the mount.";
    }
    if (primary == SQLiteErrorCode.SQLITE_NOTADB.code
        || primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return path + " is not a SQLite database, or is damaged: restore it from a backup.";
    }
    return null;
  }

  @Override
  public long tableBytes(String table) {
    return 0; // no index is built outside of a transaction
  }

  @Override
  public boolean hasPartitions(String table) {
    return false;
  }

  @Override
  public LockWatch watchLocks() {
    return LockWatch.NONE;
  }
}
