package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.JavaProcess;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** SIGTERM to a real process. */
class SignalTest extends DatabaseTest {
  private static final int SIGTERM_EXIT = 128 + 15;
  private static final int SOON_SECONDS = 15;

  @Test
  void aRunThatIsToldToEndRollsBackAndStillReports() throws Exception {
    scene.counting().step("expand", 1, "--version", "2");
    scene.file(
        "004_long.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n" + endless());
    var report = temp.resolve("report");
    var process = start(report);
    try {
      Sleep.until(() -> errors().contains("applying 004_long.sql"));
      Sleep.millis(500);
      process.destroy();

      assertThat(process.waitFor(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(errors()).isEqualTo(SIGTERM_EXIT);
    } finally {
      process.destroyForcibly();
    }
    var json = new ObjectMapper().readTree(Files.readString(report));
    assertThat(json.path("outcome").asText()).isEqualTo("retry");
    assertThat(json.at("/failure/message").asText()).contains("SIGTERM");
    assertThat(json.at("/pending/1/version").asText()).isEqualTo("4");
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");

    scene.file("004_long.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    assertThat(scene.step("expand", 3, "--version", "4").code()).isZero();
    assertThat(scene.counter()).isEqualTo(2);
  }

  private String endless() {
    return engine == Engine.SQLITE
        ? "INSERT INTO counter WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"
            + " SELECT max(n) FROM c;\n"
        : "SELECT pg_sleep(60);\n";
  }

  private Process start(Path report) throws Exception {
    return JavaProcess.migrate(
            scene.stepArgs(
                scene.url(), "expand", 2, "--version", "4", "--report-file", report.toString()))
        .redirectOutput(temp.resolve("out").toFile())
        .redirectError(temp.resolve("err").toFile())
        .start();
  }

  private String errors() {
    try {
      var file = temp.resolve("err");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
