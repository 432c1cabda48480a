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
    assertThat(result.statements()).containsExactly(new Statement("a", 1, 49, null, null));
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
    assertThat(read(Dialect.POSTGRESQL, text).refused()).isNotNull();
  }
}
