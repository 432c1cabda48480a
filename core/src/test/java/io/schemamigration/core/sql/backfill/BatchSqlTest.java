package io.schemamigration.core.sql.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.sql.backfill.BatchSql.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSqlTest {
  private static BatchSql read(Dialect dialect, String sql) {
    return BatchSql.of(dialect, new Statement(sql, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto  | UPDATE t SET a = 1 WHERE id BETWEEN ? AND ?
          UPDATE t SET a = ':from' /* :upto */ WHERE id BETWEEN :from AND :upto | UPDATE t SET a = ':from' /* :upto */ WHERE id BETWEEN ? AND ?
          UPDATE t SET a = b::from WHERE id >= :from::int AND id <= :upto | UPDATE t SET a = b::from WHERE id >= ?::int AND id <= ?
          UPDATE t SET a = d ? 'k' WHERE id >= :from AND id<=:upto | UPDATE t SET a = d ?? 'k' WHERE id >= ? AND id<=?
          UPDATE t SET a = c[1:n] WHERE id BETWEEN :from AND :upto | UPDATE t SET a = c[1:n] WHERE id BETWEEN ? AND ?
          UPDATE t SET a = $$:from$$ WHERE id BETWEEN :from AND :upto | UPDATE t SET a = $$:from$$ WHERE id BETWEEN ? AND ?
          """)
  void theEndsBecomeParametersOutsideOfQuotesAndComments(String sql, String jdbc) {
    var read = read(Dialect.POSTGRESQL, sql);
    assertThat(read.sql()).isEqualTo(jdbc);
    assertThat(read.ends()).containsExactly(End.FROM, End.UPTO);
  }

  @Test
  void anEndMayStandSeveralTimes() {
    var sql = "INSERT INTO b SELECT * FROM a WHERE id <= :upto AND id >= :from AND x <= :upto";
    assertThat(read(Dialect.SQLITE, sql).ends()).containsExactly(End.UPTO, End.FROM, End.UPTO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT 1 WHERE 1 BETWEEN :from AND :upto                 | 4 | only an UPDATE, INSERT or DELETE
          ALTER TABLE t ADD COLUMN a int                           | 4 | only an UPDATE, INSERT or DELETE
          UPDATE t SET a = 1                                       | 4 | has :from and :upto
          UPDATE t SET a = 1 WHERE id <= :upto                     | 4 | has :from and :upto
          UPDATE t SET a = 1 WHERE id >= ':from' AND id <= :upto   | 4 | has :from and :upto
          UPDATE t SET a = 1 WHERE id > :after AND id <= :upto     | 4 | in place of :after
          UPDATE t SET a = :FROM WHERE id BETWEEN :from AND :upto  | 4 | in place of :FROM
          UPDATE t SET a = 1 WHERE id BETWEEN ? AND ?              | 4 | in place of ?
          UPDATE t SET a = @x WHERE id BETWEEN :from AND :upto     | 4 | in place of @
          """)
  void whatCantRunInBatchesIsRefused(String sql, int line, String message) {
    assertThatThrownBy(() -> read(Dialect.SQLITE, sql))
        .isInstanceOfSatisfying(
            UnreadableSqlException.class, e -> assertThat(e.line()).isEqualTo(line))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT ':from'", "SELECT a::upto", "SELECT \":from\"", "SELECT 1 -- :from"})
  void aQuotedEndIsNone(String sql) {
    assertThat(BatchSql.isIn(Dialect.POSTGRESQL, new Statement(sql, 1))).isFalse();
  }
}
