package io.schemamigration.runner.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.runner.db.SqliteSyntax;
import io.schemamigration.runner.judge.Judges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
