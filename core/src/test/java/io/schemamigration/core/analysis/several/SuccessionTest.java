package io.schemamigration.core.analysis.several;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SuccessionTest {
  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();

  /** Place and rule of each finding; the files are 1.sql, 2.sql and so on. */
  private static List<String> found(Dialect dialect, String... migrations) {
    return findings(dialect, migrations).stream()
        .map(f -> f.file() + ":" + f.line() + ":" + f.column() + " " + f.rule().id())
        .toList();
  }

  private static List<Finding> findings(Dialect dialect, String... migrations) {
    var judged = new ArrayList<MigrationJudgement>();
    var schema = SqliteSchema.UNKNOWN;
    for (var sql : migrations) {
      var statements = SqlSplitter.split(dialect, sql, 1);
      var judge =
          dialect == Dialect.SQLITE
              ? new SqliteJudge(schema)
              : new PostgresJudge(GRAMMAR, PostgresJudge.ANY_RELEASE);
      schema = schema.after(statements);
      judged.add(MigrationJudgement.of(judged.size() + 1 + ".sql", statements, judge));
    }
    return Succession.check(judged, dialect);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aTableThatALaterMigrationMakesCannotBeUsedBefore(Dialect dialect) {
    assertThat(
            found(
                dialect,
                "CREATE TABLE other (a integer);\nCREATE INDEX i ON orders (id);",
                "CREATE TABLE orders (id integer)"))
        .containsExactly("1.sql:2:19 used-before-made");
  }

  /** CREATE OR REPLACE needs no view to replace. */
  @Test
  void aViewThatIsDroppedCanBeReplaced() {
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "CREATE TABLE t (id bigint); CREATE VIEW v AS SELECT id FROM t",
                "DROP VIEW v; CREATE OR REPLACE VIEW v AS SELECT id, 1 AS one FROM t",
                "CREATE VIEW w AS SELECT id FROM v"))
        .isEmpty();
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "CREATE VIEW v AS SELECT 1 AS id",
                "DROP VIEW v; CREATE OR REPLACE VIEW w AS SELECT id FROM v"))
        .containsExactly("2.sql:1:57 used-after-removed");
  }

  @Test
  void anAliasThatRowsAreLockedByIsNoTable() {
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "SELECT u.id FROM users u FOR UPDATE OF u",
                "CREATE TABLE u (id integer)"))
        .isEmpty();
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "SELECT users.id FROM users FOR UPDATE OF users",
                "CREATE TABLE users (id integer)"))
        .containsExactly("1.sql:1:8 used-before-made");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aColumnThatALaterMigrationMakesCannotBeUsedBefore(Dialect dialect) {
    var found =
        findings(
            dialect,
            "ALTER TABLE users DROP COLUMN email",
            "ALTER TABLE users ADD COLUMN email text",
            "ALTER TABLE users DROP COLUMN phone");
    assertThat(found).isEmpty();
    assertThat(
            found(
                dialect,
                "CREATE TABLE users (id integer)",
                "ALTER TABLE users ADD COLUMN phone text",
                "ALTER TABLE users ADD COLUMN phone text"))
        .containsExactly("3.sql:1:30 made-twice");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aContractBeforeTheMigrationThatNeedsWhatItRemovesIsFound(Dialect dialect) {
    var findings =
        findings(
            dialect,
            "CREATE TABLE users (id integer, name text)",
            "DROP TABLE users",
            "ALTER TABLE users ADD COLUMN phone text");
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().text())
        .isEqualTo(
            "3.sql:1:13: error: table users is used here, but 2.sql:1 has removed or renamed it"
                + " [used-after-removed]");
  }

  @Test
  void notNullBeforeItsColumnIsFound() {
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "ALTER TABLE users ALTER email SET NOT NULL",
                "ALTER TABLE users ADD COLUMN email text"))
        .containsExactly("1.sql:1:25 used-before-made");
  }

  @Test
  void aRenamedTableIsGone() {
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "ALTER TABLE users RENAME TO people",
                "INSERT INTO people (id) VALUES (1)",
                "INSERT INTO users (id) VALUES (1)"))
        .containsExactly("3.sql:1:13 used-after-removed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE t (a integer) | CREATE TABLE IF NOT EXISTS t (a integer)",
        "DROP TABLE IF EXISTS t | CREATE TABLE t (a integer)",
        "DROP TABLE t | DROP TABLE IF EXISTS t",
        "CREATE TEMPORARY TABLE t (a integer); INSERT INTO t VALUES (1) | CREATE TABLE t (a integer)",
        "CREATE INDEX i ON t (a); DROP TABLE t; CREATE TABLE t (a integer) | CREATE INDEX i ON t (a)",
        "CREATE TABLE t (a integer); DROP TABLE t | CREATE TABLE t (a integer)",
        "CREATE TABLE t (a integer); ALTER TABLE t RENAME TO u | CREATE TABLE t (a integer)",
        "CREATE TABLE t (a integer, b integer); CREATE VIEW v AS SELECT a FROM t"
            + " | DROP VIEW v; CREATE VIEW v AS SELECT a, b FROM t",
        "CREATE TABLE t (a integer, b integer); CREATE VIEW v AS SELECT a FROM t"
            + " | DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a, b FROM t",
      })
  void whatWorksIsNotTold(String first, String second) {
    assertThat(found(Dialect.POSTGRESQL, first, second)).isEmpty();
    assertThat(found(Dialect.SQLITE, first, second)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE t (a integer); DO $$ BEGIN DROP TABLE t; END $$ | CREATE TABLE t (a integer)",
        "CREATE TABLE t (a integer); DROP TABLE u CASCADE | CREATE TABLE t (a integer)",
        "CREATE TABLE t (a integer); SET search_path TO other | CREATE TABLE t (a integer)",
        "WITH t AS (SELECT 1) SELECT * FROM t | CREATE TABLE t (a integer)",
        "BEGIN; CREATE TABLE t (a integer); ROLLBACK | CREATE TABLE t (a integer)",
        "CREATE TABLE a.t (a integer) | CREATE TABLE b.t (a integer)",
        "CREATE TABLE \"T\" (a integer) | CREATE TABLE t (a integer)",
      })
  void whereNobodyCanTellNothingIsTold(String first, String second) {
    assertThat(found(Dialect.POSTGRESQL, first, second)).isEmpty();
  }

  @Test
  void namesAreComparedAsTheDatabaseDoes() {
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "CREATE TABLE public.t (a integer)",
                "CREATE TABLE T (a integer)"))
        .hasSize(1);
    assertThat(found(Dialect.SQLITE, "CREATE TABLE t (a integer)", "CREATE TABLE T (a integer)"))
        .hasSize(1);
  }

  @Test
  void aTableOfSqliteMadeAnewIsStillThere() {
    assertThat(
            found(
                Dialect.SQLITE,
                "CREATE TABLE t (a integer, b integer); CREATE INDEX i ON t (a)",
                "CREATE TABLE t_new (a integer); INSERT INTO t_new (a) SELECT a FROM t;"
                    + " DROP TABLE t; ALTER TABLE t_new RENAME TO t; CREATE INDEX i ON t (a)",
                "ALTER TABLE t ADD COLUMN b integer",
                "CREATE TABLE t_new (a integer)"))
        .isEmpty();
  }

  @Test
  void sqliteLetsAForeignKeyComeBeforeItsTable() {
    assertThat(
            found(
                Dialect.SQLITE,
                "CREATE TABLE c (a integer REFERENCES p (id))",
                "CREATE TABLE p (id integer PRIMARY KEY)"))
        .isEmpty();
    assertThat(
            found(
                Dialect.POSTGRESQL,
                "CREATE TABLE c (a integer REFERENCES p (id))",
                "CREATE TABLE p (id integer PRIMARY KEY)"))
        .containsExactly("1.sql:1:38 used-before-made");
  }
}
