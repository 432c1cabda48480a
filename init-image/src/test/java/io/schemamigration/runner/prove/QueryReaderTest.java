package io.schemamigration.runner.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.UnreadableSqlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where queries end in a file of them: each in brackets after its line, a line's end as {@code ~}.
 */
class QueryReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT 1~SELECT 2                            | 1[SELECT 1] 2[SELECT 2]",
        "SELECT 1;~~-- x~SELECT 2;;~                  | 1[SELECT 1] 4[SELECT 2]",
        "SELECT 1; SELECT 2                           | 1[SELECT 1] 1[SELECT 2]",
        "SELECT a~FROM t~WHERE b = 1~SELECT 2         | 1[SELECT a~FROM t~WHERE b = 1] 4[SELECT 2]",
        "SELECT 1~UNION ALL~SELECT 2~select 3         | 1[SELECT 1~UNION ALL~SELECT 2] 4[select 3]",
        "INSERT INTO t (a)~SELECT 1~SELECT 2          | 1[INSERT INTO t (a)~SELECT 1] 3[SELECT 2]",
        "INSERT INTO t~VALUES (1)~DELETE FROM t       | 1[INSERT INTO t~VALUES (1)] 3[DELETE FROM t]",
        "INSERT INTO t DEFAULT VALUES~SELECT 1        | 1[INSERT INTO t DEFAULT VALUES] 2[SELECT 1]",
        "WITH a AS (~SELECT 1~)~SELECT 2~SELECT 3     | 1[WITH a AS (~SELECT 1~)~SELECT 2] 5[SELECT 3]",
        "WITH a AS (SELECT 1)~INSERT INTO t~SELECT 1; | 1[WITH a AS (SELECT 1)~INSERT INTO t~SELECT 1]",
        "INSERT INTO t VALUES (1)~ON CONFLICT (a) DO~UPDATE SET a = 2 | 1[INSERT INTO t VALUES (1)~ON CONFLICT (a) DO~UPDATE SET a = 2]",
        "SELECT 1 FOR~UPDATE                          | 1[SELECT 1 FOR~UPDATE]",
        "SELECT (~SELECT 1~)                          | 1[SELECT (~SELECT 1~)]",
        ";  SELECT 1~  SELECT 2                       | 1[SELECT 1] 2[SELECT 2]",
        "SELECT a,~  b~    /* ; */ FROM t;~SELECT ';' | 1[SELECT a,~  b~    /* ; */ FROM t] 4[SELECT ';']",
        "SELECT 'a~SELECT b'                          | 1[SELECT 'a~SELECT b']",
        "UPDATE t SET a = $1~UPDATE t SET a = $2      | 1[UPDATE t SET a = $1] 2[UPDATE t SET a = $2]",
        "-- only a remark                             | ``",
      })
  void aQueryEndsWhereItIsMeantTo(String text, String expected) {
    var found = new StringBuilder();
    for (var query : QueryReader.read(Dialect.POSTGRESQL, text.replace('~', '\n'))) {
      found.append(query.line()).append('[').append(query.sql().replace('\n', '~')).append("] ");
    }
    assertThat(found.toString().strip()).isEqualTo(expected);
  }

  @Test
  void aQuoteWithoutAnEndIsNamedByItsLine() {
    assertThatThrownBy(() -> QueryReader.read(Dialect.SQLITE, "SELECT 1;\nSELECT 'a;\n"))
        .isInstanceOfSatisfying(
            UnreadableSqlException.class, e -> assertThat(e.line()).isEqualTo(2));
  }
}
