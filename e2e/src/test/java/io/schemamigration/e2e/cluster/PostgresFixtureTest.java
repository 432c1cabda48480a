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
  private static final String POD =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: database}
      stringData: {url: "URL", user: "USER", password: "PASSWORD"}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: migrations}
      data: {001_counter.sql: "CREATE TABLE counter (n int)"}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: migrate}
      spec:
        restartPolicy: Never
        volumes:
        - {name: database, secret: {secretName: database}}
        - {name: migrations, configMap: {name: migrations}}
        containers:
        - name: migrate
          image: IMAGE
          command: [migrate, up, --dir, /migrations, --url-file, /database/url]
          args: [--user-file, /database/user, --password-file, /database/password]
          volumeMounts:
          - {name: database, mountPath: /database}
          - {name: migrations, mountPath: /migrations}
      """;

  private final Cluster cluster;
  private final PostgresFixture postgres;

  PostgresFixtureTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
  }

  @Test
  void podMigratesTheDatabase() throws SQLException {
    var database = postgres.createDatabase();
    cluster.load(Repository.runnerImage());
    try (var namespace = cluster.namespace()) {
      namespace.apply(
          POD.replace("IMAGE", Repository.runnerImage())
              .replace("URL", database.url())
              .replace("USER", database.user())
              .replace("PASSWORD", database.password()));
      var finished = "--for=jsonpath={.status.containerStatuses[0].state.terminated.exitCode}";
      namespace.kubectl("wait", "pod/migrate", finished, "--timeout=60s").run();
      assertThat(namespace.kubectl("logs", "migrate").run()).contains("001_counter.sql");
    }
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT n FROM counter").next()).isFalse();
    }
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
