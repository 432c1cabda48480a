package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentIndexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE INDEX CONCURRENTLY i ON t (a) | i | t",
        "create unique index concurrently if not exists i on only s.t using btree (a) | i | s.t",
        "CREATE INDEX /* on x */ CONCURRENTLY -- on y\\n i ON t(a) | i | t",
        "CREATE INDEX CONCURRENTLY \"on\" ON\"a \"\"b\".\"on\"(a) | \"on\" | \"a \"\"b\".\"on\"",
        "CREATE INDEX CONCURRENTLY \"If\" ON s . t (a) | \"If\" | s.t",
      })
  void namesTheIndexAndItsTable(String sql, String name, String table) {
    assertThat(ConcurrentIndex.of(new Statement(sql.replace("\\n", "\n"), 1)))
        .isEqualTo(new ConcurrentIndex(name, table));
  }

  @Test
  void anIndexWithoutANameHasNone() {
    assertThat(ConcurrentIndex.of(new Statement("CREATE INDEX CONCURRENTLY ON t (a)", 1)))
        .isEqualTo(new ConcurrentIndex(null, "t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX i ON t (a)",
        "CREATE INDEX concurrently_made ON t (a)",
        "DROP INDEX CONCURRENTLY i",
        "REINDEX INDEX CONCURRENTLY i",
        "VACUUM t",
        "CREATE",
        "CREATE UNIQUE",
        ""
      })
  void nothingElseBuildsAnIndexConcurrently(String sql) {
    assertThat(ConcurrentIndex.of(new Statement(sql, 1))).isNull();
  }

  @Test
  void dropsAreToldFromBuilds() {
    assertThat(ConcurrentIndex.drops(new Statement("drop index concurrently i", 1))).isTrue();
    assertThat(ConcurrentIndex.drops(new Statement("CREATE INDEX CONCURRENTLY i ON t (a)", 1)))
        .isFalse();
    assertThat(ConcurrentIndex.drops(new Statement("DROP INDEX i", 1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE INDEX CONCURRENTLY i ON t (a) | true",
        "DROP INDEX CONCURRENTLY i | true",
        "REINDEX (CONCURRENTLY) INDEX i | true",
        "REINDEX TABLE t | false",
        "VACUUM FULL t | false",
        "CREATE DATABASE \"CONCURRENTLY\" | false",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY | false"
      })
  void whatKeepsNobodyFromWorkingIsKnown(String sql, boolean harmless) {
    assertThat(ConcurrentIndex.keepsOthersWorking(new Statement(sql, 1))).isEqualTo(harmless);
  }
}
