package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnChangeTest {
  private static List<ColumnChange> of(String sql) {
    return ColumnChange.of(new Statement(sql, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE t ADD COLUMN a int|t|a",
        "alter table public.T add A text default 'x, add b'|t|a",
        "ALTER TABLE IF EXISTS ONLY t ADD COLUMN \"a\" numeric(1, 2)|t|a",
        "ALTER TABLE \"T\" ADD a int|T|a",
        "ALTER TABLE \"t\" ADD \"importedBy\" int|t|importedBy"
      })
  void anAddedColumnIsSeen(String sql, String table, String column) {
    assertThat(of(sql)).containsExactly(new ColumnChange.Added(table, column));
  }

  @Test
  void oneStatementMayAddSeveral() {
    assertThat(
            of(
                "ALTER TABLE t ADD a int DEFAULT f(1, 2), ADD CONSTRAINT c CHECK (a > 0), ADD b int"))
        .containsExactly(new ColumnChange.Added("t", "a"), new ColumnChange.Added("t", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int",
        "ALTER TABLE t ADD PRIMARY KEY (a)",
        "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1",
        "CREATE TABLE t (a int)",
        "INSERT INTO t VALUES (1)",
        "CREATE INDEX i ON t (a)"
      })
  void whatAddsNoColumnThatMustNotBeThereIsNothing(String sql) {
    assertThat(of(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t DROP COLUMN a",
        "ALTER TABLE t RENAME a TO b",
        "ALTER TABLE t ADD a int, DROP b",
        "ALTER TABLE [t] ADD a int",
        "ALTER TABLE t ADD [a] int",
        "ALTER TABLE `t` ADD a int",
        "DROP TABLE t",
        "DO $$ BEGIN END $$",
        "SELECT f()",
        "CALL p()",
        "CREATE SCHEMA s",
        "SELECT '"
      })
  void afterAnythingElseNobodyKnows(String sql) {
    assertThat(of(sql)).contains(new ColumnChange.Unknown());
  }
}
