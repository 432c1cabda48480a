package io.schemamigration.core.sql.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BackfillMarkPropertyTest {
  @Property
  void whatIsWrittenIsRead(
      @ForAll("names") String table,
      @ForAll("names") String key,
      @ForAll @IntRange(min = 1, max = Backfill.MOST) int batch,
      @ForAll @IntRange(max = 60_000) int pause,
      @ForAll @IntRange(min = 1, max = 3600) int lag) {
    var text = table + "." + key + " batch " + batch + " pause " + pause + "ms lag " + lag + "s";

    assertThat(BackfillMark.meant(Dialect.POSTGRESQL, text)).isTrue();
    assertThat(BackfillMark.read(Dialect.POSTGRESQL, text, 1))
        .isEqualTo(
            new Backfill(table, key, batch, Duration.ofMillis(pause), Duration.ofSeconds(lag)));
  }

  /** Anything else ends in a message, and what is accepted keeps to the limits. */
  @Property(tries = 3000)
  void anyTextIsReadOrRefused(@ForAll("marks") String text) {
    for (var dialect : Dialect.values()) {
      BackfillMark.meant(dialect, text);
      try {
        var read = BackfillMark.read(dialect, text, 3);
        assertThat(read.batch()).isBetween(1, Backfill.MOST);
        assertThat(read.pause()).isBetween(Duration.ZERO, Backfill.LONGEST_PAUSE);
        assertThat(read.tableName(dialect)).isNotNull();
        assertThat(read.keyName(dialect)).isNotNull();
      } catch (UnreadableSqlException e) {
        assertThat(e.line()).isGreaterThanOrEqualTo(3);
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  /** Taking the ends out and putting them back in gives the statement that was there. */
  @Property(tries = 2000)
  void theEndsAreReplacedAndNothingElse(@ForAll("statements") String sql) {
    BatchSql read;
    try {
      read = BatchSql.of(Dialect.SQLITE, new Statement(sql, 1));
    } catch (UnreadableSqlException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    var lexer = new Lexer(Dialect.SQLITE, read.sql(), 1);
    var back = new StringBuilder();
    int copied = 0;
    int number = 0;
    while (lexer.next()) {
      if (lexer.isSymbol('?')) {
        back.append(read.sql(), copied, lexer.start());
        back.append(read.ends().get(number) == BatchSql.End.FROM ? ":from" : ":upto");
        number++;
        copied = lexer.end();
      }
    }
    assertThat(back.append(read.sql().substring(copied))).hasToString(sql);
    assertThat(number).isEqualTo(read.ends().size());
  }

  @Provide
  static Arbitrary<String> names() {
    var plain = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    var quoted =
        Arbitraries.strings()
            .withChars("ab \"'.:-é")
            .ofMinLength(1)
            .map(name -> '"' + name.replace("\"", "\"\"") + '"');
    return Arbitraries.oneOf(plain.map(name -> "t" + name), quoted);
  }

  @Provide
  static Arbitrary<String> marks() {
    var words =
        Arbitraries.of(
            "orders",
            ".",
            "id",
            " ",
            "batch",
            "pause",
            "lag",
            "0",
            "5",
            "100ms",
            "5s",
            "none",
            "\"",
            "'",
            "(",
            ",",
            "--",
            "/*",
            "[",
            "`",
            "$a$",
            "99999999999999999999",
            "ü",
            "\0");
    return words.list().ofMaxSize(12).map(list -> String.join("", list));
  }

  @Provide
  static Arbitrary<String> statements() {
    var words =
        Arbitraries.of(
            " ",
            ":from",
            ":upto",
            "::from",
            "a",
            "'",
            "\"",
            ":from'",
            "--\n",
            "/*",
            "*/",
            "[",
            "]",
            ":",
            "x",
            " BETWEEN ",
            "''",
            "=");
    return words.list().ofMaxSize(14).map(list -> "UPDATE t SET " + String.join("", list));
  }
}
