package io.schemamigration.core.sql.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillMarkTest {
  private static Backfill read(String text) {
    return BackfillMark.read(Dialect.POSTGRESQL, text, 7);
  }

  @Test
  void whatIsNotSaidIsCareful() {
    assertThat(read("orders.id"))
        .isEqualTo(new Backfill("orders", "id", 1000, Duration.ofMillis(100), Backfill.LAG));
  }

  @Test
  void everySettingIsReadInWhateverOrder() {
    assertThat(read("sales.\"Order Items\".\"Id\" lag 2m PAUSE 1s Batch 250"))
        .isEqualTo(
            new Backfill(
                "sales.\"Order Items\"",
                "\"Id\"",
                250,
                Duration.ofSeconds(1),
                Duration.ofMinutes(2)));
  }

  @Test
  void pauseMayBeNothingAndLagNobodysConcern() {
    var read = read("orders.id pause 0 lag none");
    assertThat(read.pause()).isZero();
    assertThat(read.lag()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          orders                       | names a table and its key
          orders.                      | names a table and its key
          batch 5                      | names a table and its key
          orders.(a, b)                | several columns
          orders.a, orders.b           | several columns
          orders.id batch 0            | batch '0' is no number from 1 to 100000
          orders.id batch 100001       | batch '100001' is no number
          orders.id batch -5           | batch '-' is no number
          orders.id batch ten          | batch 'ten' is no number
          orders.id batch 99999999999  | is no number
          orders.id batch              | batch '' is no number
          orders.id pause 100          | pause '100' is no time
          orders.id pause 5h           | pause '5h' is no time
          orders.id pause 61s          | from 0s to 1m
          orders.id pause ms           | pause 'ms' is no time
          orders.id lag 500ms          | from 1s to 60m
          orders.id lag 0              | lag '0' is no time
          orders.id batch 5 batch 6    | batch is given twice
          orders.id limit 5            | 'limit' is no setting
          orders.id batch 5 please     | 'please' is no setting
          """)
  void whatCantBeUnderstoodIsRefusedWithItsLine(String mark, String message) {
    assertThatThrownBy(() -> read(mark))
        .isInstanceOfSatisfying(
            UnreadableSqlException.class,
            e -> {
              assertThat(e.line()).isEqualTo(7);
              assertThat(e.hint()).isNotBlank();
            })
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users.email from users.name",
        "we fill in what wasn't there",
        "users",
        "users.id",
        "users.id ",
        "v1.5 and later",
        "batch 5",
        ""
      })
  void aRemarkIsNoMark(String text) {
    assertThat(BackfillMark.meant(Dialect.POSTGRESQL, text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.b batch", "a.b batch 0", "a.b.c pause 5 parsecs", "\"a b\".\"c\" LAG none"})
  void aNameAndASettingAreMeantAsAMark(String text) {
    assertThat(BackfillMark.meant(Dialect.POSTGRESQL, text)).isTrue();
  }

  @Test
  void namesAreKnownAsTheDatabaseKeepsThem() {
    var read = read("Sales.\"Order \"\"Items\"\"\".ID");
    assertThat(read.tableName(Dialect.POSTGRESQL)).isEqualTo("Order \"Items\"");
    assertThat(read.keyName(Dialect.POSTGRESQL)).isEqualTo("id");
    var sqlite = BackfillMark.read(Dialect.SQLITE, "[my table].`Key`", 1);
    assertThat(sqlite.tableName(Dialect.SQLITE)).isEqualTo("my table");
    assertThat(sqlite.keyName(Dialect.SQLITE)).isEqualTo("Key");
  }
}
