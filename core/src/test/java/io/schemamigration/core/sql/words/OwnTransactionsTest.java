package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnTransactionsTest {
  private static OwnTransactions.Result read(Dialect dialect, String text) throws Exception {
    return OwnTransactions.leftOut(dialect, SqlSplitter.split(dialect, text, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BEGIN; a; b; COMMIT; | a,b",
        "begin transaction; a; end; | a",
        "a; BEGIN DEFERRED; b; COMMIT WORK; BEGIN; c; END TRANSACTION; | a,b,c",
        "BEGIN; SAVEPOINT s; a; ROLLBACK TO SAVEPOINT s; RELEASE s; COMMIT; | SAVEPOINT s,a,ROLLBACK TO SAVEPOINT s,RELEASE s",
        "a; b; | a,b",
      })
  void aTransactionOfTheFilesOwnIsLeftOut(String text, String statements) throws Exception {
    for (var dialect : Dialect.values()) {
      var result = read(dialect, text);

      assertThat(result.refused()).isNull();
      assertThat(result.statements().stream().map(Statement::sql))
          .containsExactly(statements.split(",", -1));
    }
  }

  @Test
  void postgresqlHasMoreWordsForIt() throws Exception {
    var text = "START TRANSACTION ISOLATION LEVEL SERIALIZABLE; a; COMMIT;";

    var result = read(Dialect.POSTGRESQL, text);

    assertThat(result.refused()).isNull();
    assertThat(result.statements())
        .containsExactly(
            new Statement("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", 1),
            new Statement("a", 1, 49, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a; COMMIT;",
        "BEGIN; a; COMMIT; COMMIT; b;",
        "ROLLBACK; a;",
        "BEGIN; a; ROLLBACK;",
        "BEGIN; a;",
        "BEGIN; a; COMMIT AND CHAIN; b; COMMIT;",
        "BEGIN; a; PREPARE TRANSACTION 'x';",
        "BEGIN; a; COMMIT PREPARED 'x';",
        "BEGIN; a; ABORT; COMMIT;",
        "a; END;",
      })
  void whatWouldEndTheMigrationsTransactionIsRefused(String text) throws Exception {
    for (var dialect : Dialect.values()) {
      if (dialect == Dialect.POSTGRESQL || !text.matches(".*(PREPARE|ABORT).*")) {
        assertThat(read(dialect, text).refused()).as("%s", dialect).isNotNull();
      }
    }
  }

  @Test
  void aModeThatComesTooLateIsRefused() throws Exception {
    var late = "BEGIN; a; COMMIT; BEGIN ISOLATION LEVEL SERIALIZABLE; b; COMMIT;";

    assertThat(read(Dialect.POSTGRESQL, late).refused()).isNotNull();
  }

  /** As files for sqlx have it, whose own transaction they end and begin again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA foreign_keys = OFF; COMMIT TRANSACTION; BEGIN TRANSACTION; a; COMMIT; PRAGMA foreign_keys = ON; BEGIN;",
        "COMMIT; PRAGMA foreign_keys = OFF; BEGIN; a; COMMIT; PRAGMA foreign_keys = ON; BEGIN TRANSACTION;",
        "COMMIT; PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; BEGIN IMMEDIATE; a;",
      })
  void onSqliteAToolsTransactionMayBeInterruptedForPragmas(String text) throws Exception {
    var result = read(Dialect.SQLITE, text);

    assertThat(result.refused()).isNull();
    assertThat(
            result.statements().stream().map(Statement::sql).filter(s -> !s.startsWith("PRAGMA")))
        .containsExactly("a");
    assertThat(read(Dialect.POSTGRESQL, text).refused()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"COMMIT; a; BEGIN;", "COMMIT; PRAGMA x; a; BEGIN; b;", "a; COMMIT; PRAGMA x;"})
  void betweenThemNothingElseMayStand(String text) throws Exception {
    assertThat(read(Dialect.SQLITE, text).refused()).isNotNull();
  }
}
