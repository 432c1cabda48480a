package io.schemamigration.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
  @Test
  void aWholeReportIsOneLineOfDocumentedJson() {
    var report =
        new Report(
            StepName.EXPAND,
            Outcome.FAILED,
            7L,
            "sha256:00",
            new CompatibilityWindow(Version.of("1"), Version.of("3"), Version.of("2")),
            List.of(Version.of("1"), Version.of("2.1")),
            List.of(
                new PendingMigration(
                    Version.of("3"), "drop \"name\"", Phase.CONTRACT, "3.sql:1: gone"),
                new PendingMigration(Version.of("4"), "unknown", null, null)),
            new Blocked(Version.of("4"), Version.of("3")),
            new Failure(
                Reason.MIGRATION_FAILED,
                Version.of("2"),
                "2.sql",
                4,
                2,
                "42601",
                "bad\nluck",
                "try"),
            new LockWaits(1, 312),
            new Timing(30, 12, 80),
            List.of());
    assertThat(report.toJson())
        .isEqualTo(
            "{\"report\":1,\"step\":\"expand\",\"outcome\":\"failed\",\"reason\":\"MigrationFailed\","
                + "\"number\":7,\"digest\":\"sha256:00\","
                + "\"window\":{\"minimum\":\"1\",\"maximum\":\"3\",\"claim\":\"2\"},"
                + "\"applied\":[\"1\",\"2.1\"],"
                + "\"pending\":[{\"version\":\"3\",\"description\":\"drop \\\"name\\\"\","
                + "\"phase\":\"contract\",\"breaks\":\"3.sql:1: gone\"},{\"version\":\"4\",\"description\":\"unknown\"}],"
                + "\"blocked\":{\"version\":\"4\",\"by\":\"3\"},"
                + "\"failure\":{\"version\":\"2\",\"file\":\"2.sql\",\"line\":4,\"statement\":2,"
                + "\"sqlState\":\"42601\",\"message\":\"bad\\\\nluck\",\"hint\":\"try\"},"
                + "\"lock\":{\"waits\":1,\"waitedMs\":312},"
                + "\"timing\":{\"connectMs\":30,\"migrationsMs\":12,\"totalMs\":80}}");
  }

  @Test
  void whatBreaksIsCutToWhatAListCanShow() {
    var long300 = new PendingMigration(Version.of("1"), "", null, "x".repeat(300));
    assertThat(long300.breaks()).isEqualTo("x".repeat(300));
    var long301 = new PendingMigration(Version.of("1"), "", null, "x".repeat(301));
    assertThat(long301.breaks()).isEqualTo("x".repeat(299) + "…");
    var pair = "x".repeat(298) + "\uD83D\uDE00" + "x";
    assertThat(new PendingMigration(Version.of("1"), "", null, pair).breaks())
        .isEqualTo("x".repeat(298) + "…");
  }

  @Test
  void whatIsUnknownIsLeftOut() {
    assertThat(Report.of(StepName.CLAIM, Outcome.RETRY).toJson())
        .isEqualTo(
            "{\"report\":1,\"step\":\"claim\",\"outcome\":\"retry\",\"applied\":[],\"pending\":[],"
                + "\"lock\":{\"waits\":0,\"waitedMs\":0},"
                + "\"timing\":{\"connectMs\":0,\"migrationsMs\":0,\"totalMs\":0}}");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void reasonsAreOneWordAndReadBack(Reason reason) {
    assertThat(reason.text()).matches("[A-Z][A-Za-z]+");
    assertThat(Reason.parse(reason.text())).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED, 0", "NOTHING_TO_DO, 0", "FAILED, 1", "REFUSED, 3", "RETRY, 4"})
  void anOutcomeHasItsExitCode(Outcome outcome, int code) {
    assertThat(ExitCode.of(outcome).code()).isEqualTo(code);
    assertThat(Outcome.parse(outcome.text())).contains(outcome);
  }

  @Test
  void stepsReadBack() {
    for (var step : StepName.values()) {
      assertThat(StepName.parse(step.text())).contains(step);
    }
    assertThat(StepName.parse("up")).isEmpty();
    assertThat(Reason.parse("applied")).isEmpty();
    assertThat(Outcome.parse("Failed")).isEmpty();
  }

  @Test
  void controlCharactersAndHalfPairsAreEscaped() {
    var json =
        new JsonWriter().beginArray().value("\u0001\u007f\uD800x\uDC00\uD83D\uDE00\\").endArray();
    assertThat(json).hasToString("[\"\\u0001\\u007f\\ud800x\\udc00\uD83D\uDE00\\\\\"]");
  }
}
