package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.LockWaits;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.report.Timing;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportParserTest {
  private static final Report WHOLE =
      new Report(
          StepName.EXPAND,
          Outcome.FAILED,
          7L,
          "sha256:abc",
          new CompatibilityWindow(Version.of("1"), Version.of("3"), Version.of("3")),
          List.of(Version.of("2")),
          List.of(
              new PendingMigration(Version.of("3"), "drop \"x\"", Phase.CONTRACT, "3.sql:1: gone")),
          new Blocked(Version.of("4"), Version.of("3")),
          new Failure(
              Reason.MIGRATION_FAILED,
              Version.of("3"),
              "003_x.sql",
              4,
              2,
              "42P01",
              "no such table",
              "look"),
          LockWaits.NONE,
          Timing.NONE,
          List.of());

  @Test
  void whatTheRunnerWritesTheOperatorReads() {
    assertThat(ReportParser.parse(WHOLE.toJson())).contains(WHOLE);
  }

  @Test
  void aReportWithoutAnythingButItsEndIsRead() {
    var bare = Report.of(StepName.CLAIM, Outcome.COMPLETED);
    assertThat(ReportParser.parse(bare.toJson())).contains(bare);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Killed",
        "{}",
        "{\"report\":2,\"step\":\"expand\",\"outcome\":\"completed\"}",
        "{\"report\":1,\"step\":\"dance\",\"outcome\":\"completed\"}",
        "{\"report\":1,\"step\":\"expand\",\"outcome\":\"fine\"}",
        "{\"report\":1,\"step\":\"expand\",\"outcome\":\"completed\",\"window\":{\"minimum\":\"x\"}}",
        "{\"report\":1,\"step\":\"exp"
      })
  void whatIsNoReportIsNothing(String text) {
    assertThat(ReportParser.parse(text)).isEmpty();
  }
}
