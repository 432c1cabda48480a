package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pending migrations on a scratch database. */
class PostgresRehearsalTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void tables() {
    scene =
        new Scene(Engine.POSTGRESQL, temp)
            .counting()
            .file(
                "004_users.sql",
                "-- phase: expand\nCREATE TABLE users (id integer PRIMARY KEY, name text, mail text);\n");
    assertThat(scene.up().code()).isZero();
    scene.sql(
        "INSERT INTO users SELECT i, 'u' || i, 'm' || i FROM generate_series(1, 5000) i",
        "ANALYZE users");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void nothingIsLeft() {
    assertThat(scene.ask("SELECT count(*) FROM pg_database WHERE datname LIKE '%rehearsal%'"))
        .isEqualTo("0");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.history()).doesNotContain("5 ");
  }

  @Test
  void timeRowsAndTheStrongestLockOfEachTableAreTold() {
    scene
        .contract(
            5,
            "UPDATE users SET name = 'x' WHERE id <= 120;\nALTER TABLE users ALTER name SET NOT NULL")
        .expand(6, "SET ROLE pg_read_all_data;\nSELECT count(*) FROM counter")
        .file("007_more.sql", "-- phase: expand\nINSERT INTO users VALUES (-1, 'y');\n")
        .file(
            "008_apart.sql",
            "-- phase: expand\nCREATE INDEX CONCURRENTLY by_mail ON users (mail);\n");

    var told = scene.verb("rehearse");

    assertThat(told.code()).as(told.text()).isZero();
    var migrations = told.json().path("migrations");
    assertThat(migrations).hasSize(4);
    assertThat(migrations.at("/0/rows").asLong()).isEqualTo(120);
    assertThat(migrations.at("/0/lockedMillis").isIntegralNumber()).isTrue();
    assertThat(migrations.at("/0/locks").toString()).isEqualTo("[\"users ACCESS EXCLUSIVE\"]");
    assertThat(migrations.at("/1/locks").toString()).isEqualTo("[\"counter ACCESS SHARE\"]");
    assertThat(migrations.at("/2/rows").asLong()).isEqualTo(1);
    assertThat(migrations.at("/3").has("rows")).isFalse();
    nothingIsLeft();
  }

  @Test
  void itIsToldWhichNewIndexAQueryUses() throws IOException {
    scene.expand(5, "CREATE INDEX by_name ON users (name);\nCREATE INDEX by_mail ON users (mail)");
    var queries =
        Files.writeString(
            temp.resolve("queries.sql"),
            "SELECT * FROM users WHERE name = 'u7';\nSELECT phone FROM users;\n");

    var told = scene.verb("rehearse", "--query-file", queries.toString());

    assertThat(told.code()).as(told.text()).isZero();
    assertThat(told.json().at("/queries/0/before").asText()).startsWith("Seq Scan on users");
    assertThat(told.json().at("/queries/0/after").asText()).contains("by_name");
    assertThat(told.json().at("/queries/1/after").asText()).contains("phone");
    assertThat(told.json().path("indices").toString())
        .isEqualTo("[{\"name\":\"by_mail\",\"used\":false},{\"name\":\"by_name\",\"used\":true}]");
    nothingIsLeft();
  }

  @Test
  void aFailureIsToldAndTheScratchDatabaseIsDropped() {
    scene.file("005_bad.sql", "-- phase: expand\nINSERT INTO nowhere VALUES (1);\n");

    var failed = scene.verb("rehearse");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("005_bad.sql:2");
    nothingIsLeft();
  }

  @Test
  void whoIsConnectedIsNamedWhereNoCopyCanBeMade() throws SQLException {
    scene.expand(5, Scene.COUNT);
    try (var connection = scene.connect();
        var statement = connection.createStatement()) {
      statement.execute("SET application_name = 'shop'");

      var refused = scene.verb("rehearse");

      assertThat(refused.code()).as(refused.text()).isEqualTo(3);
      assertThat(refused.err()).contains("nobody is connected", "(shop, user postgres)");
    }
    nothingIsLeft();
  }
}
