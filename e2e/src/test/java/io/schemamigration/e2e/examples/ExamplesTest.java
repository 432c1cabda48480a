package io.schemamigration.e2e.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.PostgresFixture;
import io.schemamigration.e2e.cluster.Repository;
import io.schemamigration.e2e.cluster.TestNamespace;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every example can be applied as it stands, release after release. */
@ExtendWith(ClusterExtension.class)
class ExamplesTest {
  private static final Duration ROLLOUT = Duration.ofMinutes(2);
  private static final String APPLICATION = "localhost/pause:1";

  private final Cluster cluster;
  private final PostgresFixture postgres;
  private final TestNamespace shop;

  ExamplesTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    this.shop = cluster.namespace();
  }

  @BeforeEach
  void install() {
    Command.of(Repository.path("examples/application.sh")).run();
    cluster.load(APPLICATION);
    cluster.operator();
  }

  @AfterEach
  void leave() {
    shop.close();
    cluster.kubectl("delete", "persistentvolume", "shop-data", "--ignore-not-found").run();
  }

  @Test
  void sqliteShopDropsAColumnWithItsSecondRelease() {
    cluster.node("mkdir", "-p", "/var/lib/shop-data").run();
    release("01-sqlite/release-1");
    reaches("0..1", "1");
    release("01-sqlite/release-2");
    reaches("3..3", "3");
    var undo = shop.kubectl("rollout", "undo", "deployment/shop").tryToRun();
    assertThat(undo.exitCode()).isNotZero();
    assertThat(undo.errors()).contains("schema version 1 is older than the minimum 3");
  }

  @Test
  void postgresqlShopRenamesAColumnInTwoReleases() throws SQLException {
    var database = postgres.createDatabase();
    release("02-postgresql/release-1");
    secret(database);
    reaches("0..1", "1");
    release("02-postgresql/release-2");
    reaches("0..2", "2");
    assertThat(columns(database)).containsExactly("email", "id", "mail", "name");
    release("02-postgresql/release-3");
    reaches("3..3", "3");
    assertThat(columns(database)).containsExactly("email", "id", "name");
  }

  private void release(String folder) {
    shop.kubectl("apply", "-f", Repository.path("examples/" + folder)).run();
  }

  /** The example's own names a database that isn't there. */
  private void secret(PostgresFixture.Database database) {
    var url =
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(
                database.user(),
                URLEncoder.encode(database.password(), StandardCharsets.UTF_8).replace("+", "%20"),
                database.host(),
                database.port(),
                database.name());
    shop.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: shop-database}
        stringData: {url: "%s"}
        """
            .formatted(url));
  }

  /** The schema has that window, and all pods run code for that version. */
  private void reaches(String window, String version) {
    var smig = "jsonpath={.status.window.range} {.status.conditions[0].reason}";
    await()
        .atMost(ROLLOUT)
        .untilAsserted(() ->
            assertThat(shop.kubectl("get", "smig", "shop", "-o", smig).run())
                .isEqualTo(window + " Applied"));
    shop.kubectl("rollout", "status", "deployment/shop", "--timeout=2m").run();
    var running = "jsonpath={.items[*].metadata.annotations.schemamigration\\.io/version}";
    var alive = "--field-selector=status.phase=Running";
    await()
        .atMost(ROLLOUT)
        .untilAsserted(() ->
            assertThat(shop.kubectl("get", "pods", "-l", "app=shop", alive, "-o", running).run())
                .isEqualTo(version + " " + version));
  }

  private static List<String> columns(PostgresFixture.Database database) throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'customers'"
                    + " ORDER BY 1")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
