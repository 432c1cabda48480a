package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each file of a run finds the session as if it had one of its own. */
class OwnSessionTest extends DatabaseTest {
  private void run() {
    var up = scene.up();
    assertThat(up.code()).as(up.text()).isZero();
  }

  private String main() {
    return engine == Engine.SQLITE ? "main" : "public";
  }

  private Scene users() {
    return scene.expand(1, "CREATE TABLE users (id int PRIMARY KEY, name text)");
  }

  private String columns() {
    return scene.ask(
        engine == Engine.SQLITE
            ? "SELECT name FROM pragma_table_info('users')"
            : "SELECT column_name FROM information_schema.columns WHERE table_name = 'users' AND table_schema = 'public' ORDER BY ordinal_position");
  }

  @Test
  void theNextMigrationChangesTheTableAndNotATemporaryOneOfItsName() {
    users();
    scene.expand(2, "CREATE TEMP TABLE users AS SELECT * FROM " + main() + ".users");
    scene.file("003_email.sql", "ALTER TABLE users ADD COLUMN email text;\n");
    scene.file("R__rows.sql", "CREATE VIEW IF NOT EXISTS v AS SELECT id FROM users;\n");
    if (engine == Engine.POSTGRESQL) {
      scene.file("R__rows.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM users;\n");
    }

    run();

    assertThat(columns()).isEqualTo("id,name,email");
    assertThat(scene.ask("SELECT count(*) FROM v")).isEqualTo("0");
  }

  @Test
  void aVerificationAsksTheDatabase() {
    users();
    scene.file(
        "002_copy.sql",
        """
        -- phase: expand
        -- verify: SELECT count(*) = 1 FROM users
        INSERT INTO users VALUES (1, 'a');
        CREATE TEMP TABLE users AS SELECT * FROM %s.users WHERE id > 1;
        """
            .formatted(main()));
    scene.file(
        "003_apart.sql",
        """
        -- phase: expand
        -- verify: SELECT count(*) = 1 FROM users
        VACUUM;
        CREATE TEMP TABLE users AS SELECT * FROM %s.users WHERE id > 1;
        """
            .formatted(main()));

    run();

    assertThat(scene.history()).endsWith("2 completed,3 completed");
  }

  @Test
  void aDownPartFindsNothingOfTheOneBefore() {
    users();
    var temporary = "CREATE TEMP TABLE keep (n int)";
    for (int version = 2; version <= 3; version++) {
      scene.file("00" + version + "_x.sql", "-- Up\nSELECT 1;\n-- Down\n" + temporary + ";\n");
    }
    run();

    var down = scene.verb("down", "--steps", "2");

    assertThat(down.code()).as(down.text()).isZero();
  }

  @Test
  void whatAFileKeepsForItsOwnNextStatementsStays() {
    users();
    scene.file(
        "002_apart.sql",
        """
        -- phase: expand
        CREATE TEMP TABLE keep AS SELECT 7 AS n;
        VACUUM;
        INSERT INTO users SELECT n, 'kept' FROM keep;
        """);

    run();

    assertThat(scene.ask("SELECT id FROM users")).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TEMP TABLE keep (n int)                                      | CREATE TEMP TABLE keep (n int)
          CREATE TEMP VIEW users AS SELECT 1                                  | ALTER TABLE users ADD COLUMN email text
          CREATE TEMP SEQUENCE s                                              | CREATE TEMP SEQUENCE s
          CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'  | CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'
          PREPARE p AS SELECT 1                                               | PREPARE p AS SELECT 1
          DECLARE c CURSOR WITH HOLD FOR SELECT 1                             | DECLARE c CURSOR WITH HOLD FOR SELECT 1
          SELECT pg_advisory_lock(77), pg_advisory_lock(77)                   | SELECT 1 / (count(*) = 0)::int FROM pg_locks WHERE pid = pg_backend_pid() AND objid = 77
          DO $$ BEGIN CREATE TEMP TABLE users (n int); END $$                 | CREATE INDEX by_name ON users (name)
          """)
  void postgresqlKeepsNothingFor(String first, String second) {
    Assumptions.assumeTrue(engine == Engine.POSTGRESQL);
    users();
    scene.expand(2, first).expand(3, second);

    run();
  }

  @Test
  void theRunnersOwnLockIsNeverGivenUp() {
    Assumptions.assumeTrue(engine == Engine.POSTGRESQL);
    users();
    var held =
        "INSERT INTO users SELECT %d, 'lock ' || count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
    scene.expand(2, "SELECT pg_advisory_lock(77)").expand(3, held.formatted(3));
    scene.file("004_apart.sql", "-- phase: expand\nVACUUM;\n" + held.formatted(4) + ";\n");

    run();

    assertThat(scene.ask("SELECT id, name FROM users ORDER BY 1")).isEqualTo("3 lock 1,4 lock 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TEMP VIEW users AS SELECT 1 AS n                                                        | ALTER TABLE users ADD COLUMN email text
          CREATE TEMP TRIGGER no BEFORE INSERT ON users BEGIN SELECT RAISE(ABORT, 'fired'); END          | INSERT INTO users VALUES (1, 'a')
          CREATE TEMP TABLE "a ""b" (n int); CREATE INDEX temp.i ON "a ""b" (n)                          | CREATE TEMP TABLE "a ""b" (n int)
          CREATE VIRTUAL TABLE temp.words USING fts5(w)                                                  | CREATE VIRTUAL TABLE temp.words USING fts5(w)
          """)
  void sqliteKeepsNothingFor(String first, String second) {
    Assumptions.assumeTrue(engine == Engine.SQLITE);
    users();
    scene.expand(2, first).expand(3, second);

    run();
  }

  @Test
  void aDatabaseThatWasAttachedIsDetached() {
    Assumptions.assumeTrue(engine == Engine.SQLITE);
    users();
    var attach = "ATTACH '" + Path.of(scene.name()).resolveSibling("other.db") + "' AS other";
    scene.expand(2, attach).expand(3, attach);

    run();
  }
}
