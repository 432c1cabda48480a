package io.schemamigration.runner.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's foreign keys around migrations, above all around the recreate of a table. */
class ForeignKeysTest {
  private static final String TABLES =
      """
      -- phase: expand
      CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE orders (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES users (id) ON DELETE CASCADE);
      CREATE INDEX users_by_name ON users (name);
      CREATE TRIGGER named AFTER INSERT ON users BEGIN UPDATE users SET name = 'x'; END;
      INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c');
      INSERT INTO orders VALUES (11, 1), (12, 2), (13, 2);
      """;
  private static final String RECREATE =
      """
      -- phase: expand
      CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
      INSERT INTO users_new SELECT id, name FROM users%s;
      DROP TABLE users;
      ALTER TABLE users_new RENAME TO users;
      """;

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void tables() {
    scene = new Scene(Engine.SQLITE, temp).file("001_tables.sql", TABLES);
    assertThat(scene.up().code()).isZero();
  }

  private void unchanged(Result failed) {
    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(scene.ask("SELECT count(*) FROM users")).isEqualTo("3");
    assertThat(scene.ask("SELECT id, owner FROM orders")).isEqualTo("11 1,12 2,13 2");
    assertThat(scene.hasTable("users_new")).isFalse();
    assertThat(scene.history()).isEqualTo("1 completed,2 failed");
  }

  @Test
  void aRecreateKeepsTheRowsThatReferToTheTable() {
    scene.file("002_recreate.sql", RECREATE.formatted(""));

    assertThat(scene.up().code()).isZero();

    assertThat(scene.ask("SELECT id, owner FROM orders")).isEqualTo("11 1,12 2,13 2");
    assertThat(scene.ask("SELECT count(*) FROM users")).isEqualTo("3");
  }

  @Test
  void aRecreateThatLosesRowsOthersReferToFailsAndNamesThem() {
    scene.file("002_recreate.sql", RECREATE.formatted(" WHERE id <> 2"));

    var failed = scene.up();

    assertThat(failed.json().at("/failure/message").asText())
        .contains("orders, row 12, refers to users; orders, row 13, refers to users")
        .doesNotContain("row 11");
    assertThat(failed.json().at("/failure/sqlState").asText())
        .isEqualTo("SQLITE_CONSTRAINT_FOREIGNKEY");
    unchanged(failed);
  }

  @Test
  void ofManyBrokenRowsTheFirstThreeAreNamedAndTheOthersCounted() {
    scene.sql(
        "WITH RECURSIVE n (i) AS (SELECT 21 UNION ALL SELECT i + 1 FROM n WHERE i < 30)"
            + " INSERT INTO orders SELECT i, 2 FROM n");
    scene.file("002_recreate.sql", RECREATE.formatted(" WHERE id <> 2"));

    assertThat(scene.up().json().at("/failure/message").asText())
        .contains("row 12", "row 13", "row 21", "; and 9 more")
        .doesNotContain("row 22");
  }

  @Test
  void whatWasBrokenBeforeIsNotHeldAgainstTheMigration() {
    scene.sql("INSERT INTO orders VALUES (14, 99)");
    scene.file("002_recreate.sql", RECREATE.formatted(""));

    assertThat(scene.up().code()).isZero();
  }

  @Test
  void inARecreatedTableWhatWasBrokenBeforeMayHaveAnotherRow() {
    scene.sql(
        "CREATE TABLE notes (owner INTEGER REFERENCES users (id))",
        "INSERT INTO notes VALUES (1), (1), (99)",
        "DELETE FROM notes WHERE rowid = 1");
    scene.file(
        "002_notes.sql",
        """
        CREATE TABLE notes_new (owner INTEGER REFERENCES users (id), body TEXT);
        INSERT INTO notes_new SELECT owner, '' FROM notes;
        DROP TABLE notes;
        ALTER TABLE notes_new RENAME TO notes;
        """);

    assertThat(scene.up().code()).isZero();

    scene.file(
        "003_notes.sql",
        """
        CREATE TABLE notes_new (owner INTEGER REFERENCES users (id));
        INSERT INTO notes_new SELECT owner + 90 FROM notes;
        DROP TABLE notes;
        ALTER TABLE notes_new RENAME TO notes;
        """);

    assertThat(scene.up().code()).isEqualTo(1);
  }

  @Test
  void renamingTheOldTableAwayTakesTheReferencesWithItAndFails() {
    scene.sql("DELETE FROM orders");
    scene.file(
        "002_recreate.sql",
        """
        ALTER TABLE users RENAME TO users_old;
        CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        INSERT INTO users SELECT * FROM users_old;
        DROP TABLE users_old;
        """);

    var failed = scene.up();

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().at("/failure/message").asText())
        .contains("orders refers to users_old, a table that doesn't exist");
    assertThat(failed.json().at("/failure/hint").asText()).contains("then rename the new one");
  }

  private static final String[] STEPS = {
    "CREATE TABLE users_tmp (id INTEGER PRIMARY KEY, name TEXT);\n",
    "INSERT INTO users_tmp SELECT id, name FROM users;\n",
    "DROP TABLE users;\n",
    "ALTER TABLE users_tmp RENAME TO users;\n"
  };

  private Result steps(int count) {
    for (int i = 0; i < count; i++) {
      scene.file("00%d_step.sql".formatted(i + 2), STEPS[i]);
    }
    return scene.up();
  }

  @Test
  void aTableThatNoRowRefersToMayComeBackInALaterMigrationOfTheRun() {
    scene.sql("DELETE FROM orders");

    var up = steps(4);

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(up.err())
        .contains("note: orders refers to users, a table that doesn't exist; no row does; a later");
    assertThat(scene.ask("SELECT count(*) FROM users")).isEqualTo("3");
    assertThat(scene.ask("SELECT count(*) FROM pragma_foreign_key_check")).isEqualTo("0");
  }

  @Test
  void atTheEndOfTheRunItHasToBeThere() {
    scene.sql("DELETE FROM orders");
    scene.file("005_other.sql", "CREATE TABLE other (n);\n");

    var failed = steps(3);

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.applied()).isEqualTo("2 3 4");
    assertThat(failed.json().at("/failure/message").asText())
        .contains("orders refers to users, a table that doesn't exist");
    assertThat(scene.hasTable("other")).isFalse();
  }

  @Test
  void aTableThatRowsReferToMayNot() {
    var failed = steps(4);

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.applied()).isEqualTo("2 3");
    assertThat(failed.err()).doesNotContain("no row does", "has to correct it");
    assertThat(scene.ask("SELECT count(*) FROM users")).isEqualTo("3");
  }

  @Test
  void whereOnlyRowsReferThatFoundNothingBeforeThatIsSaid() {
    scene.sql("DELETE FROM orders", "INSERT INTO orders VALUES (14, 99)");

    var up = steps(4);

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(up.err())
        .contains("a table that doesn't exist; its rows found nothing before, either; a later")
        .doesNotContain("no row does");
  }

  @Test
  void theFrameThatSqlxNeedsIsLeftOut() {
    scene.file(
        "002_recreate.sql",
        "COMMIT;\nPRAGMA foreign_keys = OFF;\nBEGIN;\n"
            + RECREATE.formatted("").replace("-- phase: expand\n", "")
            + "COMMIT;\nPRAGMA foreign_keys = ON;\nBEGIN;\n");

    var up = scene.up();

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(scene.ask("SELECT id, owner FROM orders")).isEqualTo("11 1,12 2,13 2");
  }

  @Test
  void aStatementOfMoreThanAMillionBytesRuns() {
    scene.file(
        "002_long.sql",
        "-- phase: expand\nCREATE TABLE long (t TEXT);\nINSERT INTO long VALUES ('"
            + "x".repeat(5_000_000)
            + "');\n");

    var up = scene.up();

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(scene.ask("SELECT length(t) FROM long")).as(up.text()).isEqualTo("5000000");
  }

  @Test
  void aMigrationAfterARecreateIsEnforcedAgain() {
    scene
        .file("002_recreate.sql", RECREATE.formatted(""))
        .file("003_delete.sql", "DELETE FROM users WHERE id = 2;\n")
        .file("004_orphan.sql", "INSERT INTO orders VALUES (14, 99);\n");

    var failed = scene.up();

    assertThat(failed.applied()).isEqualTo("2 3");
    assertThat(failed.json().at("/failure/message").asText())
        .containsIgnoringCase("foreign key constraint failed");
    assertThat(scene.ask("SELECT id, owner FROM orders")).isEqualTo("11 1");
  }

  @Test
  void aFilesOwnForeignKeysOffWorksAsItsAuthorMeant() {
    scene.file(
        "002_swap.sql",
        """
        PRAGMA foreign_keys = OFF;
        DELETE FROM users WHERE id = 2;
        INSERT INTO users VALUES (2, 'again');
        PRAGMA foreign_keys = ON;
        """);

    assertThat(scene.up().code()).isZero();

    assertThat(scene.ask("SELECT count(*) FROM orders")).isEqualTo("3");
  }

  @Test
  void aTableDroppedForGoodDoesNotTakeOthersRowsAlong() {
    scene.file("002_drop.sql", "DROP TABLE users;\n");

    unchanged(scene.up());
  }

  @Test
  void whatWentWithTheOldTableIsTold() {
    scene.sql("CREATE VIEW names AS SELECT name FROM users");
    scene.file(
        "002_recreate.sql",
        """
        PRAGMA legacy_alter_table = ON;
        CREATE TABLE users_new (id INTEGER PRIMARY KEY, title TEXT);
        INSERT INTO users_new SELECT id, name FROM users;
        DROP TABLE users;
        ALTER TABLE users_new RENAME TO users;
        """);

    var done = scene.up();

    assertThat(done.code()).as(done.text()).isZero();
    assertThat(done.err())
        .contains(
            "warning: the index users_by_name went with the old table users",
            "warning: the trigger named went with",
            "warning: the view names can no longer be read");
  }

  @Test
  void whatIsMadeAgainOrDroppedByNameIsNotTold() {
    scene.file(
        "002_recreate.sql",
        "DROP TRIGGER named;\n"
            + RECREATE.formatted("")
            + "CREATE INDEX users_by_name ON users (name);\n");

    assertThat(scene.up().err()).doesNotContain("warning");
  }

  @Test
  void legacyAlterTableDoesNotReachTheNextMigration() {
    scene
        .file(
            "002_legacy.sql",
            "PRAGMA legacy_alter_table = ON;\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n")
        .file(
            "003_next.sql",
            "CREATE TABLE b (a REFERENCES a (id));\nCREATE VIEW v AS SELECT * FROM a;\n")
        .file("004_rename.sql", "ALTER TABLE a RENAME TO c;\n");

    assertThat(scene.up().code()).isZero();

    assertThat(scene.ask("SELECT sql FROM sqlite_master WHERE name = 'v'")).contains("\"c\"");
  }

  @Test
  void aRecreateBesideAVacuumIsRefusedBeforeAnythingIsDone() {
    scene.file("002_recreate.sql", RECREATE.formatted("") + "VACUUM;\n");

    var refused = scene.up();

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text()).contains("002_recreate.sql", "migration of its own");
    assertThat(scene.history()).isEqualTo("1 completed");
  }

  @Test
  void aTableDroppedBesideAVacuumIsLookedAfterToo() {
    scene.file("002_drop.sql", "DROP TABLE users;\nVACUUM;\n");

    unchanged(scene.up());
  }

  @Test
  void theWayBackIsLookedAfterInTheSameWay() {
    scene.file(
        "002_recreate.sql",
        "-- Up\n" + RECREATE.formatted("") + "-- Down\n" + RECREATE.formatted(" WHERE id <> 2"));
    assertThat(scene.up().code()).isZero();

    var failed = scene.verb("down");

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.json().at("/failure/message").asText())
        .contains("orders, row 12, refers to users");
    assertThat(scene.ask("SELECT count(*) FROM orders")).isEqualTo("3");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }
}
