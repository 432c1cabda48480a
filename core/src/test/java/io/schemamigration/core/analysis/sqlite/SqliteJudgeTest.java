package io.schemamigration.core.analysis.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteJudgeTest {
  static MigrationJudgement judged(String sql) {
    return judged("", sql);
  }

  static MigrationJudgement judged(String before, String sql) {
    var schema = SqliteSchema.EMPTY.after(SqlSplitter.split(Dialect.SQLITE, before, 1));
    var judge = before.isEmpty() ? new SqliteJudge() : new SqliteJudge(schema);
    return MigrationJudgement.of("1.sql", SqlSplitter.split(Dialect.SQLITE, sql, 1), judge);
  }

  private static List<String> rules(MigrationJudgement judgement) {
    return judgement.findings().stream().map(f -> f.rule().id()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, CHECK (id > 0)) STRICT",
        "create table if not exists main.\"t\" (id int, parent REFERENCES t(id)) WITHOUT ROWID",
        "CREATE TABLE t AS SELECT count(*) AS n FROM u GROUP BY a",
        "CREATE INDEX i ON t (a COLLATE NOCASE DESC, [b]) WHERE a IS NOT NULL AND b > -1",
        "CREATE VIEW v (n) AS WITH x(n) AS (SELECT 1) SELECT n FROM x",
        "CREATE VIRTUAL TABLE f USING fts5(body, content='')",
        "ALTER TABLE t ADD COLUMN c",
        "ALTER TABLE t ADD c VARCHAR(20) COLLATE nocase DEFAULT 'x' NOT NULL",
        "ALTER TABLE t ADD COLUMN c INTEGER NOT NULL DEFAULT (-1)",
        "INSERT OR IGNORE INTO t (a, b) SELECT lower(a), 1 FROM u WHERE a IN (SELECT b FROM v)",
        "INSERT INTO t DEFAULT VALUES",
        "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = replace(excluded.a, 1, 2)",
        "WITH x AS (SELECT 1 AS n) UPDATE t SET a = (SELECT n FROM x) WHERE id = 1 AND a IS NULL",
        "SELECT 1",
        "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA foreign_key_check(t)",
        "ANALYZE",
        "VACUUM",
        "CREATE TABLE t (a); ALTER TABLE t RENAME COLUMN a TO b; DROP TABLE t",
        "CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a); DELETE FROM t; DROP INDEX i",
        "CREATE TABLE t (a, at); CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN UPDATE t SET at = 1; END"
      })
  void olderCodeSurvivesThis(String sql) {
    var judgement = judged(sql);
    assertThat(judgement.phase()).as(sql + judgement.findings()).isEqualTo(Phase.EXPAND);
    assertThat(judgement.certainty()).isEqualTo(Certainty.KNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "contract|drop-table|DROP TABLE t",
        "contract|drop-table|DROP TABLE IF EXISTS main.t",
        "contract|drop-column|ALTER TABLE t DROP COLUMN c",
        "contract|drop-column|ALTER TABLE t DROP c",
        "contract|delete-rows|DELETE FROM t WHERE a = 1",
        "contract|delete-rows|REPLACE INTO t VALUES (1)",
        "contract|delete-rows|INSERT OR REPLACE INTO t VALUES (1)",
        "contract|delete-rows|UPDATE OR REPLACE t SET a = 1 WHERE b = 2",
        "contract|delete-rows|WITH x AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT * FROM x)",
        "contract|sqlite-drop-index|DROP INDEX i",
        "contract|sqlite-drop-view|DROP VIEW v",
        "contract|sqlite-drop-trigger|DROP TRIGGER g",
        "contract|sqlite-unique-index|CREATE UNIQUE INDEX i ON t (a)",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (json(a))",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (a -> '$.x')",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (a) WHERE a LIKE b",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (abs(a))",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (lower(a) LIKE -b)",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (a) WHERE (a) GLOB -1",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (a ->> 'x' DESC)",
        "contract|sqlite-expression-index|CREATE INDEX i ON t (a) WHERE json(a) = 1",
        "contract|sqlite-column-rule|ALTER TABLE t ADD c INT CHECK (c IS NOT NULL)",
        "contract|sqlite-column-rule|ALTER TABLE t ADD c AS (a + 1)",
        "contract|sqlite-column-rule|ALTER TABLE t ADD c INTEGER DEFAULT 'x'",
        "contract|sqlite-foreign-key|ALTER TABLE t ADD c INT REFERENCES u(id)",
        "contract|sqlite-foreign-key|CREATE TABLE n (u INT REFERENCES u(id) ON DELETE CASCADE)",
        "contract|sqlite-foreign-key|CREATE TABLE n (u INT, FOREIGN KEY (u) REFERENCES u)",
        "contract|sqlite-pragma|PRAGMA user_version = 3",
        "contract|sqlite-set-not-null|ALTER TABLE t ALTER COLUMN a SET NOT NULL",
        "contract|sqlite-add-check|ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)",
        "contract|sqlite-add-check|ALTER TABLE t ADD CHECK (a > 0)",
        "contract|sqlite-drop-constraint|ALTER TABLE t DROP CONSTRAINT x",
        "offline|sqlite-required-column|ALTER TABLE t ADD c INT NOT NULL",
        "offline|sqlite-required-column|ALTER TABLE t ADD c INT NOT NULL DEFAULT (NULL)",
        "offline|rename-table|ALTER TABLE t RENAME TO u",
        "offline|rename-column|ALTER TABLE t RENAME COLUMN a TO b",
        "offline|rename-column|ALTER TABLE t RENAME a TO b",
        "expand|update-all-rows|UPDATE t SET a = a + 1",
        "contract|update-values|WITH x AS (SELECT 1 AS n) UPDATE t SET a = (SELECT n FROM x) WHERE id = 1",
        "expand|sqlite-add-column-limit|ALTER TABLE t ADD c DEFAULT CURRENT_TIMESTAMP"
      })
  void eachHasItsPhaseAndItsRule(String phase, String rule, String sql) {
    var statement = judged(sql).statements().getLast().judgement();
    assertThat(statement.phase().text()).as(sql).isEqualTo(phase);
    assertThat(statement.remarks()).extracting(r -> r.rule().id()).containsExactly(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
        "CREATE TEMP TABLE t (a)",
        "CREATE TABLE other.t (a)",
        "CREATE TABLE t (a) ENGINE=InnoDB",
        "CREATE TABLE t (a)\nGO\nDROP TABLE users",
        "SELECT 1\nGO\nDROP TABLE users",
        "INSERT INTO t VALUES (1) GO",
        "CREATE VIRTUAL TABLE f USING own_module(x)",
        "INSERT INTO sqlite_master VALUES (1)",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = WAL",
        "VACUUM INTO 'x.db'",
        "ATTACH 'x.db' AS x",
        "SELECT load_extension('x')",
        "UPDATE t SET a = own(b) WHERE 1",
        "UPDATE t SET a = \"lower\"(b) WHERE 1",
        "ALTER TABLE t ADD a, ADD b",
        "ALTER TABLE t ADD CONSTRAINT x UNIQUE (a)",
        "ALTER TABLE t ALTER COLUMN a TYPE int",
        "DO $$ BEGIN END $$",
        "TRUNCATE t",
        "GO",
        "DROP VIEW v; CREATE VIEW v AS SELECT 2",
        "DROP TABLE t; CREATE TABLE t (a)",
        "CREATE TABLE n (a); DROP TABLE t; ALTER TABLE n RENAME TO t",
        "CREATE TABLE n (a); CREATE TRIGGER g AFTER INSERT ON n BEGIN DELETE FROM users; END"
      })
  void nobodyCanTellWhatThisDoes(String sql) {
    var judgement = judged(sql);
    assertThat(judgement.phase()).as(sql).isEqualTo(Phase.OFFLINE);
    assertThat(judgement.certainty()).as(sql).isEqualTo(Certainty.UNKNOWN);
    assertThat(rules(judgement)).contains(Rule.UNKNOWN_STATEMENT.id());
  }

  @Test
  void aColumnThatComesBackIsAnotherOne() {
    var judgement = judged("ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a REAL");
    assertThat(judgement.phase()).isEqualTo(Phase.OFFLINE);
  }

  @Test
  void anIndexThatIsKnownToBePlainMayGo() {
    var before = "CREATE TABLE t (a); CREATE INDEX i ON t (a); CREATE UNIQUE INDEX u ON t (a)";
    assertThat(judged(before, "DROP INDEX i").phase()).isEqualTo(Phase.EXPAND);
    assertThat(judged(before, "DROP INDEX u").phase()).isEqualTo(Phase.CONTRACT);
  }

  @Test
  void aFindingPointsAtTheColumn() {
    var finding = judged("\nALTER TABLE t\n  ADD c INT NOT NULL").findings().getFirst();
    assertThat(finding.text()).startsWith("1.sql:3:7: error: column t.c needs a value");
  }

  @Test
  void behindWhatNobodyCanReadNothingIsKnown() {
    var before =
        List.of(
            new Statement("CREATE TABLE t (a)", 1),
            new Statement("CREATE INDEX i ON t (a)", 1),
            new Statement("CREATE TABLE \"x", 1));
    var judge = new SqliteJudge(SqliteSchema.EMPTY.after(before));
    var judgement = judge.judge(List.of(new Statement("DROP INDEX i", 1))).getFirst();
    assertThat(judgement.phase()).isEqualTo(Phase.CONTRACT);
  }
}
