package io.schemamigration.runner.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a PostgreSQL server says of itself, in one round trip where the history is where it is
 * looked for.
 *
 * @param standby whether it follows another server
 * @param readOnly whether this user's transactions only read
 * @param process that serves this connection
 * @param checks whether it can look after its client (PostgreSQL 14)
 * @param place where the two tables are
 */
record Greeting(boolean standby, boolean readOnly, int process, boolean checks, Place place) {
  private static final String QUERY =
      "SELECT current_schema(), current_setting('search_path'), pg_is_in_recovery(),"
          + " current_setting('transaction_read_only') = 'on', pg_backend_pid(),"
          + " current_setting('client_connection_check_interval', true) IS NOT NULL, "
          + Place.isIn("current_schema()");

  private static final int EXISTS = 8;

  static Greeting of(Connection connection, Access access) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(QUERY + asked(access.historySchema()))) {
      row.next();
      var place = place(connection, access, row);
      return new Greeting(
          row.getBoolean(3), row.getBoolean(4), row.getInt(5), row.getBoolean(6), place);
    }
  }

  private static String asked(@Nullable String schema) {
    if (schema == null) {
      return "";
    }
    var name = Sql.escaped(schema);
    return ", to_regnamespace(quote_ident(" + name + ")) IS NOT NULL, " + Place.isIn(name);
  }

  private static Place place(Connection connection, Access access, ResultSet row)
      throws SQLException {
    var current = row.getString(1);
    var asked = access.historySchema();
    boolean named = access.url().namesSchema();
    boolean here = row.getBoolean(7);
    var found = new ArrayList<Place.Found>();
    if (here && current != null) {
      found.add(new Place.Found(current, true, true));
    }
    boolean exists = asked != null && row.getBoolean(EXISTS);
    if (asked != null && row.getBoolean(EXISTS + 1)) {
      found.add(new Place.Found(asked, false, true));
    }
    if (asked == null && !named && !here) {
      found.addAll(Place.everywhere(connection));
    }
    return new Place(current, row.getString(2), asked, exists, named, found);
  }
}
