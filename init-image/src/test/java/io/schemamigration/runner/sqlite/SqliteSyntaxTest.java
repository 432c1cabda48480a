package io.schemamigration.runner.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.runner.db.SqliteSyntax;
import io.schemamigration.runner.judge.Judges;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteSyntaxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t AD COLUMN a integer",
        "CREATE TABEL t (a integer)",
        "CREATE TABLE t (a integer",
        "SELECT 'x",
        "GO",
        "DO $$ BEGIN END $$",
        "ALTER TABLE t ALTER COLUMN a TYPE text",
        "INSERT INTO t VALUES (1,)",
        "CREATE TRIGGER x AFTER INSERTED ON t BEGIN DELETE FROM t; END",
      })
  void whatSqliteCannotReadIsNoSql(String sql) {
    assertThat(SqliteSyntax.error(sql)).isNotNull().doesNotContain("SQLITE_ERROR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE nowhere ADD COLUMN a integer",
        "SELECT own_function(1)",
        "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END",
        "INSERT INTO nowhere SELECT * FROM elsewhere",
        "CREATE VIRTUAL TABLE v USING fts9 (a)",
        "PRAGMA no such thing",
        "VACUUM",
        "ATTACH 'x' AS y",
      })
  void whatOnlyNeedsTablesIs(String sql) {
    assertThat(SqliteSyntax.error(sql)).isNull();
  }

  @Test
  void aSlipIsToldWithItsPlaceAndIsStillUnknown() {
    var statements =
        SqlSplitter.split(Dialect.SQLITE, "SELECT 1;\nALTER TABLE t\n  AD COLUMN a integer", 1);
    var judgement =
        MigrationJudgement.of("1.sql", statements, new Judges(Dialect.SQLITE, 0).judge());
    assertThat(judgement.certainty()).isEqualTo(Certainty.UNKNOWN);
    var finding = judgement.findings().getLast();
    assertThat(finding.rule()).isEqualTo(Rule.SYNTAX_ERROR);
    assertThat(finding.text()).startsWith("1.sql:3:3: error: near \"AD\": syntax error");
  }

  /** Before the statement, the files have made {@code t}, {@code u} and a view of {@code t}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          ALTER TABLE t ADD UNIQUE (a)                       | near "UNIQUE": syntax error
          ALTER TABLE t ADD PRIMARY KEY (a)                  | near "PRIMARY": syntax error
          ALTER TABLE t ADD NOT NULL                         | near "NOT": syntax error
          ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id) | near "FOREIGN": syntax error
          ALTER TABLE t ADD COLUMN order int                 | near "order": syntax error
          ALTER TABLE t DROP CONSTRAINT                      | incomplete input
          CREATE TABLE order (id int)                        | near "order": syntax error
          CREATE TABLE q (id int,)                           | near ")": syntax error
          CREATE VIEW x AS SELECT FROM t                     | near "FROM": syntax error
          CREATE INDEX i ON t (a) WHERE                      | incomplete input
          INSERT INTO t VALUES (1                            | incomplete input
          UPDATE t SET a = 1 WHERE                           | incomplete input
          CREATE TABLE q (a) STRICT                          | missing datatype for q.a
          CREATE TABLE q (a int) WITHOUT ROWID               | PRIMARY KEY missing on table q
          CREATE TABLE q (a int, a text)                     | duplicate column name: a
          CREATE INDEX i ON t (nosuch)                       | no such column: nosuch
          ALTER TABLE t ADD COLUMN a int                     | duplicate column name: a
          INSERT INTO t VALUES (1)                           | table t has 2 columns but 1 values were supplied
          UPDATE t SET nosuch = 1                            | no such column: nosuch
          # each of several, and what may only follow from another
          CREATE TABLE q (a) STRICT; CREATE TABLE r (a int, a int); UPDATE t SET nosuch = 1 | missing datatype for q.a; duplicate column name: a; no such column: nosuch (this may follow from what is refused before it)
          ALTER TABLE t ADD COLUMN a int; CREATE INDEX i ON t (z); INSERT INTO t VALUES (1, 'x') | duplicate column name: a; no such column: z (this may follow from what is refused before it)
          ALTER TABLE elsewhere ADD COLUMN a int; ALTER TABLE t ADD COLUMN a int | -
          # a recreate under a view, and the same as the docs say it
          CREATE TABLE n (id int, a text); INSERT INTO n SELECT id, a FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t | error in view v: no such table: main.t
          PRAGMA legacy_alter_table = ON; CREATE TABLE n (id int, a text); INSERT INTO n SELECT id, a FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t | -
          # what is there, and what the files needn't have made
          CREATE UNIQUE INDEX i ON t (a)                     | -
          INSERT INTO t SELECT 1, 'x' FROM elsewhere         | -
          CREATE INDEX i ON elsewhere (a)                    | -
          CREATE TABLE t (id int)                            | -
          DROP TABLE IF EXISTS nowhere                       | -
          CREATE TABLE q AS SELECT * FROM t; INSERT INTO q VALUES (1, 'x') | -
          ALTER TABLE t ADD COLUMN z int NOT NULL            | -
          CREATE TEMP TABLE keep AS SELECT * FROM t; INSERT INTO keep VALUES (1, 'x') | -
          DROP TABLE elsewhere; INSERT INTO t VALUES (1)     | -
          """)
  void sqliteIsAskedAboutEachStatementOnWhatTheFilesMake(String migration, String error)
      throws UnreadableSqlException {
    var judge = new Judges(Dialect.SQLITE, 0).ofFiles();
    judge.judge(
        SqlSplitter.split(
            Dialect.SQLITE, "CREATE TABLE t (id int, a text); CREATE TABLE u (id int)", 1));
    judge.judge(SqlSplitter.split(Dialect.SQLITE, "CREATE VIEW v AS SELECT a FROM t", 1));
    var said = new ArrayList<String>();
    for (var judgement : judge.judge(SqlSplitter.split(Dialect.SQLITE, migration, 1))) {
      for (var remark : judgement.remarks()) {
        if (remark.rule() == Rule.SYNTAX_ERROR) {
          said.add(remark.message());
        }
      }
    }
    assertThat(said)
        .as(migration)
        .isEqualTo(error == null ? List.of() : List.of(error.split("; ", -1)));
  }

  /** A database may have what the files don't: there only what is no SQL counts. */
  @Test
  void aRunOnlyAsksWhatCanNotBeRead() throws UnreadableSqlException {
    var judge = new Judges(Dialect.SQLITE, 0).judge();
    judge.judge(SqlSplitter.split(Dialect.SQLITE, "CREATE TABLE t (id int)", 1));
    var judged =
        judge.judge(
            SqlSplitter.split(
                Dialect.SQLITE, "CREATE INDEX i ON t (a); ALTER TABLE t ADD UNIQUE (a)", 1));
    assertThat(judged.getFirst().remarks()).isEmpty();
    assertThat(judged.getLast().remarks().getFirst().rule()).isEqualTo(Rule.SYNTAX_ERROR);
  }
}
