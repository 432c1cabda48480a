package io.schemamigration.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database of the cluster tests is one that minds its door. */
@ExtendWith(ClusterExtension.class)
class PostgresFixtureTest {
  private final PostgresFixture postgres;

  PostgresFixtureTest(PostgresFixture postgres) {
    this.postgres = postgres;
  }

  @Test
  void ownerConnectsAtTheAddressThatPodsUse() throws SQLException {
    var database = postgres.createDatabase();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE counter (n int)");
      var found = statement.executeQuery("SELECT current_user, inet_server_addr()::text");
      assertThat(found.next()).isTrue();
      assertThat(found.getString(1)).isEqualTo(database.user());
      assertThat(found.getString(2)).startsWith(database.host());
    }
  }

  @Test
  void wrongPasswordIsRefused() {
    var database = postgres.createDatabase();
    assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), "guess"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void databasesAreApart() {
    var one = postgres.createDatabase();
    var other = postgres.createDatabase();
    assertThat(one.url()).isNotEqualTo(other.url());
    assertThatThrownBy(() -> DriverManager.getConnection(other.url(), one.user(), other.password()))
        .isInstanceOf(SQLException.class);
  }
}
