package io.schemamigration.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "007, 7",
    "1.2, 1.2",
    "01.02.003.4, 1.2.3.4",
    "1.0, 1",
    "1.0.5.0, 1.0.5",
    "0, 0",
    "0.0.1, 0.0.1",
    "20251127100000, 20251127100000",
    "999999999999999999, 999999999999999999"
  })
  void versionsAreWrittenInOneWay(String text, String canonical) {
    assertThat(Version.of(text)).hasToString(canonical);
    assertThat(Version.of(canonical)).isEqualTo(Version.of(text));
    assertThat(Version.of(canonical)).hasSameHashCodeAs(Version.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "v1",
        "1.",
        ".1",
        "1..2",
        "1.2.3.4.5",
        "-1",
        "+1",
        "1 ",
        " 1",
        "1e3",
        "1_2",
        "1234567890123456789",
        "1.1234567890123456789",
        "٣",
        "1\n",
        "latest"
      })
  void anythingElseIsNoVersion(String text) {
    assertThat(Version.parse(text)).isEmpty();
    assertThatThrownBy(() -> Version.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 10", "1.9, 1.10", "1, 1.0.0.1", "1.9.9.9, 2", "0, 1"})
  void partsAreComparedAsNumbers(String lower, String higher) {
    assertThat(Version.of(lower)).isLessThan(Version.of(higher));
    assertThat(Version.of(lower).isBelow(Version.of(higher))).isTrue();
    assertThat(Version.of(higher).isAbove(Version.of(lower))).isTrue();
    assertThat(Version.max(Version.of(lower), Version.of(higher))).hasToString(higher);
    assertThat(Version.max(Version.of(higher), Version.of(lower))).hasToString(higher);
  }

  @Test
  void zeroIsCodeThatKnowsNoMigration() {
    assertThat(Version.of("0.0")).isEqualTo(Version.NONE);
  }
}
