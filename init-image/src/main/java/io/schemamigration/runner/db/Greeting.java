package io.schemamigration.runner.db;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a PostgreSQL server says of itself, in one round trip.
 *
 * @param standby whether it follows another server
 * @param readOnly whether this user's transactions only read
 * @param process that serves this connection
 * @param checks whether it can look after its client (PostgreSQL 14)
 * @param place where the two tables are
 */
record Greeting(boolean standby, boolean readOnly, int process, boolean checks, Place place) {
  private static final String COLUMNS =
      "current_schema(), current_setting('search_path'), pg_is_in_recovery(),"
          + " current_setting('transaction_read_only') = 'on', pg_backend_pid(),"
          + " current_setting('client_connection_check_interval', true) IS NOT NULL, ";

  private static final int FIRST_OF_PLACE = 8;

  static Greeting of(Connection connection, Access access) throws SQLException {
    var asked = access.historySchema();
    var exists =
        asked == null
            ? "false"
            : "EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = "
                + Sql.escaped(asked)
                + ")";
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(Place.query(COLUMNS + exists))) {
      row.next();
      var current = row.getString(1);
      var path = row.getString(2);
      boolean standby = row.getBoolean(3);
      boolean readOnly = row.getBoolean(4);
      int process = row.getInt(5);
      boolean checks = row.getBoolean(6);
      boolean there = row.getBoolean(7);
      var found = Place.read(row, FIRST_OF_PLACE);
      var place = new Place(current, path, asked, there, access.url().namesSchema(), found);
      return new Greeting(standby, readOnly, process, checks, place);
    }
  }
}
