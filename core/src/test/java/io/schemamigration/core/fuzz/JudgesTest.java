package io.schemamigration.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statements put together of others' words: each is judged or refused, never more mildly than by
 * the short list, and with a place that is in its text.
 */
class JudgesTest {
  private static final int MUTANTS = 4_000;
  private static final int LARGE = 20_000;

  private static final List<List<String>> SEEDS =
      """
      CREATE TABLE t ( a int PRIMARY KEY , b text NOT NULL DEFAULT 'x' , CHECK ( a > 0 ) )
      CREATE TABLE IF NOT EXISTS s.t ( LIKE u INCLUDING ALL ) PARTITION BY RANGE ( a )
      CREATE TABLE t PARTITION OF u FOR VALUES FROM ( 1 ) TO ( 2 )
      CREATE TABLE t AS SELECT * FROM u WITH NO DATA
      CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY t USING btree ( lower ( b ) ) WHERE a > 1
      CREATE OR REPLACE VIEW v AS SELECT a , count ( * ) FROM t GROUP BY a
      CREATE FUNCTION f ( a int ) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$
      CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f ( )
      CREATE TYPE e AS ENUM ( 'a' , 'b' )
      CREATE DOMAIN d AS int CHECK ( value > 0 )
      CREATE POLICY p ON t USING ( true )
      CREATE SEQUENCE q OWNED BY t.a
      CREATE EXTENSION IF NOT EXISTS x
      ALTER TABLE ONLY t ADD COLUMN c int NOT NULL DEFAULT random ( ) , DROP COLUMN b CASCADE
      ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY ( a ) REFERENCES u ( a ) NOT VALID
      ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i
      ALTER TABLE t ALTER COLUMN a TYPE bigint USING a :: bigint , ALTER b SET NOT NULL
      ALTER TABLE t RENAME COLUMN a TO b
      ALTER TABLE t VALIDATE CONSTRAINT k
      ALTER TABLE t ATTACH PARTITION u FOR VALUES IN ( 1 )
      ALTER TABLE t SET ( fillfactor = 70 ) , SET SCHEMA s
      ALTER TYPE e ADD VALUE 'c' AFTER 'a'
      ALTER INDEX i RENAME TO j
      ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r
      DROP TABLE IF EXISTS t , u CASCADE
      DROP INDEX CONCURRENTLY i
      DROP FUNCTION f ( int )
      INSERT INTO t ( a ) SELECT a FROM u ON CONFLICT ( a ) DO UPDATE SET b = 'y' RETURNING a
      INSERT INTO t VALUES ( 1 , 'x' ) , ( nextval ( 'q' ) , NULL )
      UPDATE t SET b = ( SELECT max ( b ) FROM u WHERE u.a = t.a ) WHERE a IN ( 1 , 2 )
      DELETE FROM t USING u WHERE t.a = u.a
      WITH x AS ( DELETE FROM t RETURNING a ) INSERT INTO u SELECT a FROM x
      MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE
      TRUNCATE t , u RESTART IDENTITY CASCADE
      GRANT SELECT ( a ) ON t TO r WITH GRANT OPTION
      REVOKE ALL ON t FROM r
      COMMENT ON COLUMN t.a IS 'x'
      SET LOCAL lock_timeout = '5s'
      SELECT f ( a ) FROM t
      REFRESH MATERIALIZED VIEW CONCURRENTLY v
      LOCK TABLE t IN SHARE MODE
      DO $$ BEGIN NULL ; END $$
      VACUUM ( ANALYZE ) t
      PRAGMA foreign_keys = OFF
      CREATE TABLE t ( a INTEGER PRIMARY KEY AUTOINCREMENT ) STRICT , WITHOUT ROWID
      CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM u ; END
      """
          .lines()
          .map(line -> List.of(line.split(" ", -1)))
          .toList();

  private final Random random = new Random(11);

  /** Parts that a judge could look at again and again, or go down into for each one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "SELECT (",
        "SELECT 1 + ",
        "SELECT NOT ",
        "SELECT 1 UNION ",
        "a, ",
        "a.",
        "DROP TABLE t;",
        "CREATE TABLE t (a int);",
        "CREATE TABLE t (a int); ALTER TABLE t RENAME TO u;",
        "ALTER TABLE t ADD COLUMN c int DEFAULT f(1);",
        "CREATE VIEW v AS SELECT * FROM v;",
        "DROP TABLE t; ALTER TABLE n RENAME TO t;",
        "CREATE TABLE n (a); INSERT INTO n SELECT a FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;"
      })
  void manyTimesTheSameIsJudgedInTime(String part) {
    var text = part.repeat(LARGE / part.length()).getBytes(StandardCharsets.UTF_8);
    for (int parser : List.of(8, 9)) {
      assertThatCode(() -> Parsers.read(parser, text))
          .as("parser %s of %s", parser, part)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void whateverItIsIsJudged() {
    var postgres = new PostgresJudge(PostgresGrammar.load(), PostgresJudge.ANY_RELEASE);
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      var migration = new ArrayList<Statement>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        migration.add(new Statement(String.join(" ", mutant()), 1));
      }
      read += Judging.check(Dialect.POSTGRESQL, postgres, migration);
      Judging.check(Dialect.SQLITE, new SqliteJudge(), migration);
    }
    assertThat(read).as("statements that PostgreSQL's grammar takes").isGreaterThan(MUTANTS / 4);
  }

  /** Often a whole statement, with a word or two of others in it. */
  private List<String> mutant() {
    var words = new ArrayList<>(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int changes = random.nextInt(4); changes > 0 && words.size() > 2; changes--) {
      var other = SEEDS.get(random.nextInt(SEEDS.size()));
      var word = other.get(random.nextInt(other.size()));
      int at = random.nextInt(words.size());
      switch (random.nextInt(3)) {
        case 0 -> words.set(at, word);
        case 1 -> words.add(at, word);
        default -> words.remove(at);
      }
    }
    return words;
  }
}
