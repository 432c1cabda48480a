package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pending migrations on a copy. */
class RehearsalTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;
  private Path scratch;

  @BeforeEach
  void tables() throws IOException {
    scratch = Files.createDirectories(temp.resolve("scratch"));
    scene =
        new Scene(Engine.SQLITE, temp)
            .counting()
            .file(
                "004_users.sql",
                "-- phase: expand\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);\n");
    assertThat(scene.up().code()).isZero();
    scene.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            + " INSERT INTO users SELECT i, 'u' || i, 'm' || i FROM n");
  }

  private Result rehearse(String... more) {
    var all = new ArrayList<>(Arrays.asList(more));
    all.addAll(List.of("--scratch-dir", scratch.toString()));
    return scene.verb("rehearse", all.toArray(String[]::new));
  }

  private void nothingHappened(byte[] before) {
    try (var left = Files.list(scratch)) {
      assertThat(Files.readAllBytes(Path.of(scene.name()))).isEqualTo(before);
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(Path.of(scene.name()));
  }

  @Test
  void timeAndRowsAreToldAndTheDatabaseStaysAsItIs() throws IOException {
    scene
        .contract(5, "UPDATE users SET name = 'x' WHERE id <= 120")
        .expand(6, "CREATE TABLE empty (id INTEGER PRIMARY KEY)")
        .file("007_vacuum.sql", "-- phase: expand\nVACUUM;\n");
    var before = bytes();

    var told = rehearse();

    assertThat(told.code()).as(told.text()).isZero();
    var migrations = told.json().path("migrations");
    assertThat(migrations).hasSize(3);
    assertThat(migrations.at("/0/version").asText()).isEqualTo("5");
    assertThat(migrations.at("/0/rows").asLong()).isEqualTo(120);
    assertThat(migrations.at("/0/lockedMillis").isIntegralNumber()).isTrue();
    assertThat(migrations.at("/1/rows").asLong()).isZero();
    assertThat(migrations.at("/2/file").asText()).isEqualTo("007_vacuum.sql");
    assertThat(migrations.at("/2").has("rows")).isFalse();
    nothingHappened(before);
  }

  @Test
  void itIsToldWhichNewIndexAQueryUses() throws IOException {
    scene.expand(5, "CREATE INDEX by_name ON users (name);\nCREATE INDEX by_mail ON users (mail)");
    var queries =
        Files.writeString(
            temp.resolve("queries.sql"),
            "SELECT * FROM users WHERE name = ?\n-- no semicolon is needed\nSELECT count(*) FROM users;\nSELECT phone FROM users\n");
    var before = bytes();

    var told = rehearse("--query-file", queries.toString()).json();

    assertThat(told.at("/queries/0/before").asText()).isEqualTo("SCAN users");
    assertThat(told.at("/queries/0/after").asText()).contains("USING INDEX by_name");
    assertThat(told.at("/queries/2/after").asText()).contains("no such column: phone");
    assertThat(told.path("indices").toString()).contains("{\"name\":\"by_name\",\"used\":true}");
    nothingHappened(before);
  }

  @Test
  void aFailureIsToldAndTheCopyIsRemoved() throws IOException {
    scene
        .expand(5, Scene.COUNT)
        .file("006_bad.sql", "-- phase: expand\nINSERT INTO nowhere VALUES (1);\n");
    var before = bytes();

    var failed = rehearse();

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("006_bad.sql:2", "no such table: nowhere");
    assertThat(failed.json().path("migrations")).hasSize(1);
    nothingHappened(before);
  }

  @Test
  void whatAnOwnersGateWouldHoldBackIsRehearsedToo() {
    scene.sql("UPDATE schema_migration_window SET owner = '" + Scene.OWNER + "'");
    scene.contract(5, Scene.COUNT);

    assertThat(rehearse().json().path("migrations")).hasSize(1);
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutRoomForTheCopyIsTold() {
    var refused = scene.verb("rehearse", "--scratch-dir", temp.resolve("nowhere").toString());

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("can't copy", "--scratch-dir");
  }
}
