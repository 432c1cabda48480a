package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingIndexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE INDEX i ON t (a) | t | CREATE INDEX CONCURRENTLY i ON t (a)",
        "create unique index if not exists i on s.t using btree (a) | s.t | create unique index CONCURRENTLY if not exists i on s.t using btree (a)",
        "CREATE INDEX/**/i ON \"on\".\"T\"(a) | \"on\".\"T\" | CREATE INDEX CONCURRENTLY/**/i ON \"on\".\"T\"(a)",
        "CREATE INDEX concurrently_made ON t (a) | t | CREATE INDEX CONCURRENTLY concurrently_made ON t (a)",
      })
  void tellsItsTableAndHowItIsBuiltWithoutBlocking(String sql, String table, String rewritten) {
    var index = BlockingIndex.of(new Statement(sql, 7));

    assertThat(index).isEqualTo(new BlockingIndex(table, new Statement(rewritten, 7)));
    assertThat(ConcurrentIndex.of(index.concurrently())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "CREATE INDEX ON t (a)",
        "CREATE INDEX i ON ONLY t (a)",
        "CREATE TABLE t (a int)",
        "DROP INDEX i",
        "CREATE",
        "CREATE INDEX",
      })
  void leavesTheOthersAlone(String sql) {
    assertThat(BlockingIndex.of(new Statement(sql, 1))).isNull();
  }
}
