package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * A copy of a PostgreSQL database on the same server ({@code CREATE DATABASE … TEMPLATE}) to try
 * something on; it is dropped in the end, also when the run was told to end.
 */
public final class ScratchDatabase implements AutoCloseable {
  /** Connected to while the copy is made: nobody may be connected to the original. */
  private static final String MAINTENANCE = "postgres";

  private static final String IN_USE = "55006";
  private static final int LONGEST = 40;

  private final Access original;
  private final String name;
  private final Consumer<String> told;

  private ScratchDatabase(Access original, String name, Consumer<String> told) {
    this.original = original;
    this.name = name;
    this.told = told;
  }

  /**
   * Makes the copy.
   *
   * @throws RefusedException where somebody is connected to the database, or the user has no right
   *     to make one
   */
  public static ScratchDatabase of(Access access, Consumer<String> told) {
    String database;
    try (var session = Session.open(access)) {
      database = String.valueOf(session.query("SELECT current_database()").getFirst()[0]);
    }
    var shortened = database.length() <= LONGEST ? database : database.substring(0, LONGEST);
    var random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    var scratch = new ScratchDatabase(access, shortened + "_rehearsal_" + random, told);
    try (var session = Session.open(scratch.in(MAINTENANCE))) {
      try {
        session.execute(
            "CREATE DATABASE " + Sql.quote(scratch.name) + " TEMPLATE " + Sql.quote(database));
      } catch (SqlFailure e) {
        throw refused(session, database, e);
      }
    }
    return scratch;
  }

  private static RefusedException refused(Session session, String database, SqlFailure e) {
    if (!e.state().equals(IN_USE)) {
      return new RefusedException(
          Reason.CREDENTIALS_INVALID,
          "can't copy the database " + database + ": " + e.getMessage() + " [" + e.state() + "]",
          "The user needs CREATEDB, and the database has to be its own or a template.");
    }
    var who = new ArrayList<String>();
    for (var row :
        session.query(
            "SELECT pid, coalesce(nullif(application_name, ''), '?'), usename FROM pg_catalog.pg_stat_activity"
                + " WHERE datname = ? ORDER BY pid LIMIT 10",
            database)) {
      who.add("pid " + row[0] + " (" + row[1] + ", user " + row[2] + ")");
    }
    return new RefusedException(
        Reason.WAITING_FOR_LOCK,
        "PostgreSQL copies a database only while nobody is connected to "
            + database
            + (who.isEmpty() ? "" : ": " + String.join(", ", who)),
        "Rehearse on a server that was restored from a backup, or while the application is stopped.");
  }

  private Access in(String database) {
    return new Access(
        original.url().inDatabase(database),
        original.user(),
        original.password(),
        original.caFile(),
        database.equals(MAINTENANCE) ? null : original.historySchema(),
        original.patience());
  }

  /** How to reach the copy. */
  public Access access() {
    return in(name);
  }

  @Override
  public void close() {
    var drop = "DROP DATABASE IF EXISTS " + Sql.quote(name);
    try (var session = PostgresLogin.open(in(MAINTENANCE), true);
        // past the session, which refuses to work once the run was told to end
        var statement = session.connection().createStatement()) {
      statement.execute(drop);
    } catch (SQLException | PassingException | RefusedException e) {
      told.accept("warning: the copy " + name + " is still there: " + e.getMessage() + "; " + drop);
    }
  }
}
