package io.schemamigration.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What hides in code that nobody can judge shows on a copy, before anything is applied. */
@ExtendWith(ClusterExtension.class)
class ProveFirstTest {
  private static final String HIDDEN =
      "-- phase: expand\n"
          + "-- accept: runs-code it only tidies up\n"
          + App.COUNT
          + "DO $$ BEGIN ALTER TABLE counter RENAME COLUMN n TO total; END $$;\n";

  private final Cluster cluster;
  private final PostgresFixture postgres;

  ProveFirstTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @Test
  void aHiddenRenameIsRefusedAndItsCorrectionGoesOn() {
    var database = postgres.createDatabase();
    postgres.execute("ALTER ROLE " + database.user() + " CREATEDB");
    try (var app = App.of(cluster, database)) {
      app.publish();
      app.apply(App.schemaMigration("proveFirst: true"));
      app.awaitReady("1");

      app.add("002_hidden.sql", HIDDEN).publish();
      assertThat(app.awaitReason("InvalidMigrations"))
          .contains("002_hidden.sql:4")
          .contains("-- phase: offline")
          .contains("Nothing was changed");
      assertThat(app.counter()).isZero();
      assertThat(app.applied()).isEqualTo("1");
      var owned = "SELECT count(*) FROM pg_database WHERE pg_get_userbyid(datdba) = ";
      assertThat(app.query(owned + "'" + database.user() + "'"))
          .as("no copy is left")
          .isEqualTo("1");

      app.add("002_hidden.sql", "-- phase: expand\n" + App.COUNT).publish();
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
    }
  }
}
