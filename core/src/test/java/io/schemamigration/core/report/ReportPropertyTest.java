package io.schemamigration.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** JSON is YAML, too, so that the library that is here anyway can check it. */
class ReportPropertyTest {
  @Property(tries = 300)
  void whateverIsCutTheJsonIsValidFitsAndCounts(
      @ForAll @IntRange(min = Report.SMALLEST_BYTES, max = 6000) int maxBytes,
      @ForAll @IntRange(max = 300) int applied,
      @ForAll @IntRange(max = 300) int pending,
      @ForAll("texts") String message) {
    var json = report(applied, pending, message).toJson(maxBytes);
    assertThat(json.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(maxBytes);
    assertThat(json).doesNotContain("\n");
    var read =
        (Map<?, ?>)
            new Load(LoadSettings.builder().setBufferSize(10_000).build()).loadFromString(json);
    assertThat(read.get("outcome")).isEqualTo("failed");
    assertThat(((List<?>) read.get("applied")).size() + count(read, "appliedCut"))
        .isEqualTo(applied);
    assertThat(((List<?>) read.get("pending")).size() + count(read, "pendingCut"))
        .isEqualTo(pending);
    if (count(read, "appliedCut") > 0) {
      assertThat((List<?>) read.get("pending")).as("pending is cut first").isEmpty();
    }
    var failure = (Map<?, ?>) read.get("failure");
    var told = String.valueOf(failure.get("message"));
    assertThat(message)
        .startsWith(told.endsWith("…") ? told.substring(0, told.length() - 1) : told);
  }

  @Property(tries = 100)
  void whatFitsIsNotCut(@ForAll @IntRange(max = 20) int pending) {
    var report = report(3, pending, "m");
    assertThat(report.toJson(4096)).isEqualTo(report.toJson());
  }

  private static int count(Map<?, ?> read, String key) {
    return read.get(key) instanceof Number number ? number.intValue() : 0;
  }

  private static Report report(int applied, int pending, String text) {
    var versions = new ArrayList<Version>();
    for (int i = 1; i <= applied; i++) {
      versions.add(Version.of("20260101." + i));
    }
    var migrations = new ArrayList<PendingMigration>();
    for (int i = 1; i <= pending; i++) {
      migrations.add(
          new PendingMigration(Version.of("30." + i), "étude " + i, Phase.CONTRACT, "é".repeat(i)));
    }
    var longest =
        Version.of("999999999999999999.999999999999999999.999999999999999999.999999999999999999");
    return new Report(
        StepName.CONTRACT,
        Outcome.FAILED,
        Long.MAX_VALUE,
        "sha256:" + "0".repeat(64),
        new CompatibilityWindow(longest, longest, longest),
        versions,
        migrations,
        new Blocked(longest, longest),
        new Failure(Reason.MIGRATION_FAILED, longest, text, 1, 1, "42601", text, text),
        LockWaits.NONE,
        Timing.NONE,
        List.of());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("aé\"\\€").ofMaxLength(60),
        Arbitraries.strings().withChars("aé\"\\€").ofMinLength(1500).ofMaxLength(5000),
        Arbitraries.just("\uD83D\uDE00".repeat(2000)));
  }
}
