package io.schemamigration.core.window;

import static io.schemamigration.core.window.CompatibilityWindow.Verdict.FITS;
import static io.schemamigration.core.window.CompatibilityWindow.Verdict.HELD;
import static io.schemamigration.core.window.CompatibilityWindow.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.CompatibilityWindow.Verdict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompatibilityWindowTest {
  @ParameterizedTest
  @CsvSource({"1, REFUSED", "2, FITS", "3, FITS", "4, FITS", "5, HELD"})
  void codeRunsWithinTheWindow(String version, Verdict verdict) {
    var window = new CompatibilityWindow(Version.of("2"), Version.of("4"), null);
    assertThat(window.judge(Version.of(version))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"1, REFUSED", "2, REFUSED", "3, FITS", "4, FITS", "5, HELD"})
  void aClaimCountsAsTheMinimum(String version, Verdict verdict) {
    var window =
        new CompatibilityWindow(Version.of("1"), Version.of("4"), null).withClaim(Version.of("3"));
    assertThat(window.judge(Version.of(version))).isEqualTo(verdict);
    assertThat(window.withClaim(null).judge(Version.of("2"))).isEqualTo(FITS);
  }

  @Test
  void nothingButCodeWithoutMigrationsFitsAnUntouchedDatabase() {
    assertThat(CompatibilityWindow.EMPTY.judge(Version.NONE)).isEqualTo(FITS);
    assertThat(CompatibilityWindow.EMPTY.judge(Version.of("1"))).isEqualTo(HELD);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void phasesAreWrittenInLowerCase(Phase phase) {
    assertThat(phase.text()).isLowerCase();
    assertThat(Phase.parse(phase.text())).contains(phase);
    assertThat(Phase.parse(phase.name())).isEmpty();
  }

  @Property(tries = 500)
  void codeFitsExactlyFromTheEffectiveMinimumToTheMaximum(
      @ForAll("versions") Version minimum,
      @ForAll("versions") Version maximum,
      @ForAll("versions") Version claim,
      @ForAll("versions") Version code) {
    var window = new CompatibilityWindow(minimum, maximum, claim);
    boolean within =
        code.compareTo(minimum) >= 0 && code.compareTo(claim) >= 0 && code.compareTo(maximum) <= 0;
    assertThat(window.judge(code) == FITS).isEqualTo(within);
  }

  @Property(tries = 500)
  void raisingTheMaximumOrTakingAClaimBackNeverShutsOut(
      @ForAll("versions") Version minimum,
      @ForAll("versions") Version maximum,
      @ForAll("versions") Version higher,
      @ForAll("versions") Version claim,
      @ForAll("versions") Version code) {
    var window = new CompatibilityWindow(minimum, maximum, claim);
    if (window.judge(code) == FITS) {
      var raised = new CompatibilityWindow(minimum, Version.max(maximum, higher), null);
      assertThat(raised.judge(code)).isEqualTo(FITS);
    }
    if (window.judge(code) != REFUSED) {
      assertThat(window.withClaim(null).judge(code)).isNotEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EXPAND, 3, 2, 5",
    "CONTRACT, 3, 3, 5",
    "OFFLINE, 3, 3, 5",
    ", 3, 3, 5",
    "CONTRACT, 1, 2, 5"
  })
  void whatIsAppliedRaisesTheMinimumUnlessOlderCodeKeepsWorking(
      Phase phase, String version, String minimum, String maximum) {
    var window = new CompatibilityWindow(Version.of("2"), Version.of("4"), Version.of("9"));
    assertThat(window.applied(phase, Version.of(version), Version.of("5")))
        .isEqualTo(
            new CompatibilityWindow(Version.of(minimum), Version.of(maximum), Version.of("9")));
  }

  @ParameterizedTest
  @CsvSource({"EXPAND, 6, 2, 4", "CONTRACT, 6, 6, 6", "OFFLINE, 3, 3, 4", ", 6, 6, 6"})
  void whatIsBegunKeepsOlderCodeAwayFromItsFirstStatementOn(
      Phase phase, String version, String minimum, String maximum) {
    var window = new CompatibilityWindow(Version.of("2"), Version.of("4"), null);
    assertThat(window.begun(phase, Version.of(version)))
        .isEqualTo(new CompatibilityWindow(Version.of(minimum), Version.of(maximum), null));
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 3, 1, 3", "3, 1, 2, 2, 2", "3, 1, 9, 2, 4"})
  void whatIsTakenBackLowersTheMinimumThatItStandsForAndNeverRaisesTheMaximum(
      String version, String left, String reliable, String minimum, String maximum) {
    var window = new CompatibilityWindow(Version.of("2"), Version.of("4"), null);
    assertThat(window.takenBack(Version.of(version), Version.of(left), Version.of(reliable)))
        .isEqualTo(new CompatibilityWindow(Version.of(minimum), Version.of(maximum), null));
  }

  @Property(tries = 500)
  void applyingNeverOpensTheWindowForOlderCode(
      @ForAll("versions") Version minimum,
      @ForAll("versions") Version maximum,
      @ForAll("versions") Version version,
      @ForAll("versions") Version reliable,
      @ForAll Phase phase,
      @ForAll("versions") Version code) {
    var window = new CompatibilityWindow(minimum, maximum, null);
    for (var later :
        List.of(window.begun(phase, version), window.applied(phase, version, reliable))) {
      if (window.judge(code) == REFUSED) {
        assertThat(later.judge(code)).isEqualTo(REFUSED);
      }
      if (phase == Phase.EXPAND && window.judge(code) == FITS) {
        assertThat(later.judge(code)).isEqualTo(FITS);
      }
      if (phase != Phase.EXPAND && code.isBelow(version)) {
        assertThat(later.judge(code)).isEqualTo(REFUSED);
      }
    }
  }

  @Property(tries = 500)
  void versionsReadBackWhatTheyWrite(@ForAll("versions") Version version) {
    assertThat(Version.of(version.toString())).isEqualTo(version);
  }

  @Provide
  Arbitrary<Version> versions() {
    return Arbitraries.integers()
        .between(0, 5)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(parts -> Version.of(String.join(".", parts.stream().map(String::valueOf).toList())));
  }
}
