package io.schemamigration.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of others, shown: what obeys, hides, turns or ends a line is written out. */
class PrintableTest {
  /** A text, and how it is shown. */
  record Shown(String text, String shown) {}

  private static Stream<Shown> escaped() {
    return Stream.of(
        new Shown("\u001b[31mred", "\\x1b[31mred"),
        new Shown("a\nReady=True", "a\\nReady=True"),
        new Shown("a\r\nb", "a\\r\\nb"),
        new Shown("\u0000\u0007\b\u007f", "\\x00\\x07\\x08\\x7f"),
        new Shown("\u0085\u009b31m", "\\x85\\x9b31m"),
        new Shown("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        new Shown("\u202egnp.exe", "\\u202egnp.exe"),
        new Shown("\u2066a\u2069\u200f", "\\u2066a\\u2069\\u200f"),
        new Shown("\ufeffx\u00ad\u200b", "\\ufeffx\\xad\\u200b"),
        new Shown("\udb40\udc41🎉", "\\U0e0041🎉"));
  }

  @ParameterizedTest
  @MethodSource
  void escaped(Shown one) {
    assertThat(Printable.line(one.text())).isEqualTo(one.shown());
    assertThat(Printable.lines(one.text())).isEqualTo(one.shown().replace("\\n", "\n"));
    var json = new JsonWriter().value(one.text()).toString();
    assertThat(Printable.line(json)).isEqualTo(json);
  }

  @Test
  void whatIsOnlyShownStays() {
    for (var text :
        Arrays.asList("boom", "", "a\tb", "naïve 日本 🎉", "می\u200cخواهم", "👨\u200d👩")) {
      assertThat(Printable.line(text)).isSameAs(text);
    }
    assertThat(Printable.lines("one\ntwo\u001b")).isEqualTo("one\ntwo\\x1b");
  }

  @Test
  void nothingOfAReportObeys() {
    var bad = "\u001b[31m\r\n\u202e";
    var failure = Failure.at(bad).sqlState(bad).failure(Reason.MIGRATION_FAILED, bad + "boom", bad);
    assertThat(
            Stream.of(failure.file(), failure.sqlState(), failure.message(), failure.hint())
                .map(String::valueOf))
        .allSatisfy(text -> assertThat(text).startsWith("\\x1b[31m\\r\\n\\u202e"));
  }
}
