package io.schemamigration.runner.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recreate of a table that another tool left half-done. */
class RecreateRepairTest {
  private static final String RECREATE =
      """
      -- phase: expand
      CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
      INSERT INTO users_new SELECT id, name FROM users;
      DROP TABLE users;
      ALTER TABLE users_new RENAME TO users;
      CREATE INDEX users_by_name ON users (name);
      """;

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void tables() {
    scene =
        new Scene(Engine.SQLITE, temp)
            .file(
                "001_tables.sql",
                """
                -- phase: expand
                CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE orders (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES users (id) ON DELETE CASCADE);
                INSERT INTO users VALUES (1, 'a'), (2, 'b');
                INSERT INTO orders VALUES (11, 1), (12, 2);
                """);
    assertThat(scene.up().code()).isZero();
    scene.file("002_recreate.sql", RECREATE);
  }

  private void onlyTheNewOne(String name) {
    scene.sql(
        "CREATE TABLE " + name + " (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "INSERT INTO " + name + " SELECT * FROM users",
        "DROP TABLE users");
  }

  private Result repair(String... more) {
    var args = new String[more.length + 5];
    System.arraycopy(
        new String[] {"repair", "--recreate", "users", "--url", scene.url()}, 0, args, 0, 5);
    System.arraycopy(more, 0, args, 5, more.length);
    return Scene.migrate(Map.of(), args);
  }

  private void complete() {
    assertThat(scene.up().code()).isZero();
    assertThat(scene.ask("SELECT id, name FROM users")).isEqualTo("1 a,2 b");
    assertThat(scene.ask("SELECT id, owner FROM orders")).isEqualTo("11 1,12 2");
    assertThat(scene.hasTable("users_new")).isFalse();
    assertThat(scene.hasTable("users_by_name")).isTrue();
    assertThat(scene.history()).endsWith("2 completed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users_new",
        "new_users",
        "users__new",
        "new__users",
        "_users_new",
        "tmp_users",
        "users_tmp",
        "_alembic_tmp_users"
      })
  void whereOnlyTheNewTableIsLeftItGetsItsName(String name) {
    onlyTheNewOne(name);
    var failed = scene.up();
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().at("/failure/hint").asText())
        .contains(name + " exists and users is gone", "migrate repair --recreate users");

    var repaired = repair();

    assertThat(repaired.code()).as(repaired.text()).isZero();
    assertThat(repaired.out()).contains("renamed " + name + " (2 rows) to users");
    complete();
  }

  @Test
  void whereBothAreThereTheNewOneGoesAfterABackup() throws IOException {
    scene.sql(
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "INSERT INTO users_new VALUES (1, 'a')");
    assertThat(scene.up().json().at("/failure/hint").asText())
        .contains("users_new and users both exist", "migrate repair --recreate users");

    var repaired = repair();

    assertThat(repaired.out()).contains("dropped users_new (1 rows); users has all of its 2");
    assertThat(repaired.err()).contains("backed up to");
    try (var files = Files.list(temp)) {
      assertThat(files.map(Path::toString)).anyMatch(f -> f.contains("app_pre_v0_"));
    }
    complete();
  }

  @Test
  void aFileOfWhichAnotherToolDidMoreIsMendedToTheEnd() {
    scene.file(
        "002_recreate.sql",
        RECREATE.replace(
            "-- phase: expand\n",
            "-- phase: expand\nCREATE TABLE runs (id INTEGER PRIMARY KEY);\n"));
    scene.sql(
        "CREATE TABLE runs (id INTEGER PRIMARY KEY)",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    var hint = scene.up().json().at("/failure/hint").asText();
    assertThat(hint)
        .startsWith(
            "Of what the file creates, these exist already: table runs (line 2), table users_new (line 3). ")
        .contains(
            "migrate mark-applied 2 --reason WHY",
            "DROP TABLE \"runs\" (it is empty)",
            "users_new and users both exist",
            "migrate repair --recreate users");
    var leftovers = scene.verb("repair");
    assertThat(leftovers.json().at("/leftovers/0/found").asText())
        .isEqualTo(
            "its run left nothing. Of what the file creates, these exist already: table runs (line 2), table users_new (line 3)");
    assertThat(leftovers.json().at("/leftovers/0/next").asText()).contains("DROP TABLE \"runs\"");

    assertThat(repair().code()).isZero();
    scene.sql("DROP TABLE runs");

    complete();
  }

  @Test
  void aNewTableWithMoreRowsIsNotDropped() {
    scene.sql(
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "INSERT INTO users_new VALUES (1, 'a'), (2, 'b'), (3, 'c')");

    var refused = repair();

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("users has 2 rows, users_new has 3", "Nothing was changed");
    assertThat(scene.ask("SELECT count(*) FROM users_new")).isEqualTo("3");
  }

  @Test
  void aNewTableThatOthersReferToIsNotDropped() {
    scene.sql(
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY)",
        "INSERT INTO users_new VALUES (1)",
        "CREATE TABLE notes (owner INTEGER REFERENCES users_new (id) ON DELETE CASCADE)",
        "INSERT INTO notes VALUES (1)");

    var refused = repair();

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.err()).contains("notes");
    assertThat(scene.ask("SELECT owner FROM notes")).isEqualTo("1");
    assertThat(scene.hasTable("users_new")).isTrue();
  }

  @Test
  void whereSeveralTablesCouldBeTheNewOneNoneIsTouched() {
    scene.sql("CREATE TABLE users_new (id)", "CREATE TABLE tmp_users (id)");

    var refused = repair();

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("tmp_users, users_new");
  }

  @Test
  void whereNothingIsHalfDoneNothingIsTouched() {
    assertThat(repair().code()).isEqualTo(3);
    assertThat(scene.ask("SELECT count(*) FROM users")).isEqualTo("2");
  }

  @Test
  void aDatabaseOfASchemaMigrationIsRepairedOnlyOnPurpose() {
    onlyTheNewOne("users_new");
    scene.sql("UPDATE schema_migration_window SET owner = '" + Scene.OWNER + "'");

    assertThat(repair().code()).isEqualTo(3);
    assertThat(scene.hasTable("users_new")).isTrue();
    assertThat(repair("--override-owner", "half-done by the old tool").code()).isZero();
    assertThat(scene.hasTable("users_new")).isFalse();
  }

  @Test
  void aRepairTakesTheNextNumberSoThatAnOlderRunIsSuperseded() {
    onlyTheNewOne("users_new");
    var before = scene.ask("SELECT step_number FROM schema_migration_window");

    repair();

    assertThat(Integer.parseInt(scene.ask("SELECT step_number FROM schema_migration_window")))
        .isEqualTo(Integer.parseInt(before) + 1);
  }

  @Test
  void anErrorThatHasAnotherReasonHasNoSuchHint() {
    scene.file("002_recreate.sql", "-- phase: expand\nSELECT * FROM nowhere;\n");

    assertThat(scene.up().text()).doesNotContain("repair");
  }
}
