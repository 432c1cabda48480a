package io.schemamigration.e2e.app;

import io.schemamigration.e2e.cluster.PostgresFixture.Database;
import java.sql.SQLException;

/** Looks into an application's database. */
final class Queries {
  private Queries() {}

  static String one(Database database, String sql) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      return found.next() ? String.valueOf(found.getString(1)) : "nothing";
    } catch (SQLException e) {
      throw new AssertionError(sql + ": " + e.getMessage(), e);
    }
  }
}
