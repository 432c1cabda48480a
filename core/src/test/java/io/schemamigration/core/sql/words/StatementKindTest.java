package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementKindTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "create unique /* x */ index concurrently if not exists i on t (a)",
        "DROP INDEX CONCURRENTLY i",
        "REINDEX TABLE CONCURRENTLY t",
        "REINDEX (CONCURRENTLY, VERBOSE) INDEX i",
        "REINDEX SCHEMA s",
        "VACUUM FULL t",
        "CREATE DATABASE d",
        "DROP DATABASE d",
        "CREATE TABLESPACE s LOCATION '/x'",
        "ALTER SYSTEM SET a = 1",
        "ALTER DATABASE d SET TABLESPACE s",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
        "CLUSTER",
        "DISCARD ALL"
      })
  void postgresqlRunsThisOutsideTransactionsOnly(String sql) {
    assertThat(StatementKind.transactional(Dialect.POSTGRESQL, new Statement(sql, 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX concurrently_made ON t (a)",
        "CREATE INDEX i ON t (\"concurrently\")",
        "DROP INDEX i",
        "REINDEX TABLE t",
        "ALTER TYPE e ADD VALUE 'x'",
        "ALTER TABLE t DETACH PARTITION p",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "CLUSTER t USING i",
        "INSERT INTO t VALUES ('VACUUM')",
        "SELECT 1"
      })
  void postgresqlRunsThisInATransaction(String sql) {
    assertThat(StatementKind.transactional(Dialect.POSTGRESQL, new Statement(sql, 1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"VACUUM", "ATTACH 'x' AS y", "DETACH y", "PRAGMA main.journal_mode = WAL"})
  void sqliteRunsThisOutsideTransactionsOnly(String sql) {
    assertThat(StatementKind.transactional(Dialect.SQLITE, new Statement(sql, 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE INDEX i ON t (a)", "PRAGMA user_version = 3", "REINDEX i"})
  void sqliteRunsThisInATransaction(String sql) {
    assertThat(StatementKind.transactional(Dialect.SQLITE, new Statement(sql, 1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "begin immediate",
        "START TRANSACTION",
        "COMMIT",
        "END",
        "ROLLBACK TO x",
        "ABORT",
        "SAVEPOINT x",
        "RELEASE x",
        "PREPARE TRANSACTION 'x'",
        "COMMIT PREPARED 'x'"
      })
  void transactionControlIsSeen(String sql) {
    assertThat(StatementKind.transactionControl(Dialect.POSTGRESQL, new Statement(sql, 1)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PREPARE p AS SELECT 1", "DO $$ BEGIN END $$", "SELECT 'BEGIN'"})
  void otherStatementsAreNoTransactionControl(String sql) {
    assertThat(StatementKind.transactionControl(Dialect.POSTGRESQL, new Statement(sql, 1)))
        .isFalse();
  }
}
