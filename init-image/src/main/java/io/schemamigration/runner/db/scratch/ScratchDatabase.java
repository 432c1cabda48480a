package io.schemamigration.runner.db.scratch;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.PostgresLogin;
import io.schemamigration.runner.db.PostgresSession;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.end.RefusedException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database to try something on; it is dropped afterwards, also when the run was asked
 * to end. What a run that was killed left behind is dropped by the next one.
 */
public final class ScratchDatabase implements AutoCloseable {
  /**
   * The limit of connections that the copies have, by which they are known: unlike a comment it is
   * there from the moment on in which a database is. Nobody else's is dropped for its name alone.
   */
  private static final int MARK = 47;

  private static final String INFIX = "_rehearsal_";

  /** Of the 63 bytes of a name. */
  private static final int LONGEST = 40;

  private static final int HEX = 8;
  private static final String IN_USE = "55006";
  private static final String NO_RIGHT = "42501";

  /** Held while the copy is in use; in the database from which it was made. */
  private static final String LOCK = "(hashtextextended('schema-migration copy ' || ?, 0))";

  private final CopySource origin;
  private final Access server;
  private final boolean elsewhere;
  private final PostgresSession keeper;
  private final String prefix;
  private final String name;
  private final Consumer<String> told;

  private ScratchDatabase(
      CopySource origin,
      @Nullable Access elsewhere,
      Access server,
      PostgresSession keeper,
      Consumer<String> told) {
    this.origin = origin;
    this.server = server;
    this.elsewhere = elsewhere != null;
    this.keeper = keeper;
    this.prefix = shortened(origin.database()) + INFIX;
    this.name = prefix + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    this.told = told;
  }

  /**
   * Prepares one; it doesn't exist yet.
   *
   * @param original the database of which it will be a copy
   * @param elsewhere a database of the server on which to make it; null for the original's own
   * @throws RefusedException where the user has no right to make one
   */
  public static ScratchDatabase of(
      Access original, @Nullable Access elsewhere, Consumer<String> told) {
    var origin = CopySource.of(original);
    var server = elsewhere == null ? original : elsewhere;
    var keeper = PostgresLogin.openAnywhere(server);
    try {
      refuseWithoutRight(keeper);
      var scratch = new ScratchDatabase(origin, elsewhere, server, keeper, told);
      keeper.query(
          "SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'idle_session_timeout'");
      scratch.dropLeftovers();
      keeper.query("SELECT pg_advisory_lock" + LOCK + "::text", scratch.name);
      return scratch;
    } catch (RuntimeException e) {
      keeper.close();
      throw e;
    }
  }

  private static void refuseWithoutRight(Session session) {
    var row =
        session
            .query(
                "SELECT rolname, "
                    + Sql.truth("rolcreatedb OR rolsuper")
                    + " FROM pg_catalog.pg_roles WHERE rolname = current_user")
            .getFirst();
    if (!"true".equals(row[1])) {
      throw new RefusedException(
          Reason.CREDENTIALS_INVALID,
          "the user " + row[0] + " may not create databases, and the copy is one",
          "ALTER ROLE "
              + Sql.quote(String.valueOf(row[0]))
              + " CREATEDB, or connect as another user (--user-file, --password-file), or name another"
              + " server (plan --prove: --scratch-url). Nothing was changed.");
    }
  }

  /** Two databases never share their copies' names. */
  private static String shortened(String database) {
    var whole = database;
    var cut = database;
    while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST - HEX - 1) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return whole.getBytes(StandardCharsets.UTF_8).length <= LONGEST
        ? whole
        : cut + "_" + HexFormat.of().toHexDigits(whole.hashCode());
  }

  /** Whose maker is dead: its session, and with that its lock, would still exist. */
  private void dropLeftovers() {
    var found =
        keeper.query(
            "SELECT datname FROM pg_catalog.pg_database WHERE datconnlimit = "
                + MARK
                + " AND pg_catalog.pg_get_userbyid(datdba) = current_user AND left(datname, length(?)) = ?"
                + " AND substr(datname, length(?) + 1) ~ '^[0-9a-f]{8}$' ORDER BY datname",
            prefix,
            prefix,
            prefix);
    for (var row : found) {
      var left = String.valueOf(row[0]);
      if ("true".equals(asked("pg_try_advisory_lock" + LOCK, left))) {
        drop(left);
        asked("pg_advisory_unlock" + LOCK, left);
      }
    }
  }

  private @Nullable String asked(String function, String about) {
    return keeper.query("SELECT " + Sql.truth(function), about).getFirst()[0];
  }

  private void drop(String left) {
    try {
      keeper.execute("DROP DATABASE IF EXISTS " + Sql.quote(left));
      told.accept("dropped " + left + ", the copy of a run that didn't end well");
    } catch (SqlFailure e) {
      told.accept("warning: the copy " + left + " is still there: " + e.getMessage());
    }
  }

  /**
   * Makes the copy with all that the original holds ({@code CREATE DATABASE … TEMPLATE}), which
   * takes as much room.
   *
   * @return null where that is done, else why it can't be: someone is connected to the original, or
   *     it belongs to another role
   */
  public @Nullable String copyWhole() {
    if (elsewhere) {
      return "it is to be made on another server";
    }
    try {
      create("TEMPLATE " + Sql.quote(origin.database()));
      return null;
    } catch (SqlFailure e) {
      return switch (e.state()) {
        case IN_USE -> inUse();
        case NO_RIGHT -> origin.database() + " belongs to another user: " + e.getMessage();
        default -> throw refused(e);
      };
    }
  }

  /** Makes it without any table. */
  public void makeEmpty() {
    try {
      // sorted in some order: there are no rows for which another one would matter
      create("TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING '" + origin.encoding() + "'");
    } catch (SqlFailure e) {
      throw refused(e);
    }
  }

  private void create(String how) throws SqlFailure {
    keeper.execute("CREATE DATABASE " + Sql.quote(name) + " CONNECTION LIMIT " + MARK + " " + how);
    for (var setting : origin.settings()) {
      var where = "ALTER DATABASE " + Sql.quote(name) + " SET " + setting.quotedName();
      try {
        keeper.ask("SELECT set_config(?, ?, false)", setting.name(), setting.value());
        keeper.execute(where + " FROM CURRENT");
      } catch (SqlFailure e) {
        told.accept(
            "note: the copy is without the setting " + setting.name() + ": " + e.getMessage());
      }
    }
  }

  private RefusedException refused(SqlFailure e) {
    return new RefusedException(
        Reason.RUNNER_FAILED,
        "can't make a copy of "
            + origin.database()
            + ": "
            + e.getMessage()
            + " [SQLSTATE "
            + e.state()
            + "]",
        "Fix what the server reports, or name another one (plan --prove: --scratch-url). Nothing was changed.");
  }

  private String inUse() {
    var who = new ArrayList<String>();
    for (var row :
        keeper.query(
            "SELECT pid, coalesce(nullif(application_name, ''), '?'), usename FROM pg_catalog.pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY pid LIMIT 10")) {
      who.add("pid " + row[0] + " (" + row[1] + ", user " + row[2] + ")");
    }
    return "PostgreSQL copies a database only while nobody is connected to "
        + origin.database()
        + (who.isEmpty() ? "" : ": " + String.join(", ", who));
  }

  /**
   * Connects to the copy.
   *
   * @throws RefusedException where that isn't allowed
   */
  public Session open() {
    try {
      return PostgresLogin.openAnywhere(access());
    } catch (RefusedException e) {
      throw new RefusedException(
          Reason.CREDENTIALS_INVALID,
          "can't connect to the copy: " + e.getMessage(),
          "Let the user connect to databases named "
              + prefix
              + "… (pg_hba.conf, the pooler), or name another server (plan --prove: --scratch-url).");
    }
  }

  private Access access() {
    return new Access(
        server.url().inDatabase(name),
        server.user(),
        server.password(),
        server.caFile(),
        origin.schema(),
        server.patience(),
        server.indexesAsWritten());
  }

  @Override
  public void close() {
    var drop = "DROP DATABASE IF EXISTS " + Sql.quote(name);
    // past the session, which refuses to work once the run was told to end
    try (var statement = keeper.connection().createStatement()) {
      statement.execute(drop);
    } catch (SQLException e) {
      told.accept(
          "warning: the copy "
              + name
              + " is still there, and the next run drops it: "
              + server.scrub(String.valueOf(e.getMessage())));
    } finally {
      keeper.close(); // and only then the lock is gone
    }
  }
}
