package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.backfill.BackfillTest;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.db.Opening;
import io.schemamigration.runner.db.Patience;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.step.StepRunner;
import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is shown while a long migration runs. */
class ProgressTest extends DatabaseTest {
  private static final String ERASE = "\r\033[K";

  /** Most of a second. */
  private String slow() {
    return engine == Engine.POSTGRESQL
        ? "SELECT pg_sleep(0.8)"
        : "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 6000000)"
            + " SELECT max(i) FROM r";
  }

  /** The lines that a run shows every 20 ms. */
  private List<String> shown() {
    var lines = new CopyOnWriteArrayList<String>();
    var progress =
        new Progress() {
          @Override
          public void tell(String line) {}

          @Override
          public void shows(String line) {
            lines.add(line);
          }

          @Override
          public Duration every() {
            return Duration.ofMillis(20);
          }
        };
    var access = new Access(DatabaseUrl.parse(scene.url()), null, null, null, null, Patience.USUAL);
    var request = new StepRequest.ByHand(null, false, false, null);
    try (var opening = Opening.of(access)) {
      var report = new StepRunner(opening, request, Folder.read(scene.folder), progress).run();
      assertThat(report.failure()).isNull();
    }
    return lines;
  }

  @Test
  void howFarABackfillIsIsShown() {
    scene.file(
        "001_orders.sql", "-- phase: expand\n" + BackfillTest.ROWS + BackfillTest.numbers(20));
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 100ms"));

    assertThat(shown())
        .anySatisfy(line ->
            assertThat(line)
                .contains("002_fill.sql (migration 2 of 2), ")
                .containsPattern("\\d+ %, done up to \\d+ \\(of 200\\), \\d+ rows changed"));
  }

  @Test
  void whichMigrationOfHowManyAndWhichStatementIsShown() {
    scene.counting().expand(4, Scene.COUNT + ";\n" + slow() + ";\n" + Scene.COUNT);

    var lines = shown();

    var statements = engine == Engine.POSTGRESQL ? "3 statements" : "statement 2 of 3";
    assertThat(lines)
        .anySatisfy(
            l -> assertThat(l).startsWith("004_step.sql (migration 4 of 4), " + statements + ", "))
        .allSatisfy(l -> assertThat(l).endsWith(" s"));
    assertThat(scene.counter()).isEqualTo(4);
  }

  @Test
  void outsideOfATransactionTheStatementIsKnown() {
    scene
        .counting()
        .expand(4, (engine == Engine.POSTGRESQL ? "VACUUM counter" : "VACUUM") + ";\n" + slow());

    assertThat(shown())
        .anySatisfy(l -> assertThat(l).contains("(migration 4 of 4), statement 2 of 2, "));
  }

  /** The server sends the answers to a message in blocks, which tell where it is at least. */
  @Test
  void aLongFileTellsRowsAndHowFarItIsAtLeast() {
    var insert = "INSERT INTO counter VALUES (1);\n".repeat(1200);
    scene.counting().expand(4, insert + slow());

    var lines = shown();

    assertThat(lines)
        .anySatisfy(l ->
            assertThat(l)
                .containsPattern(
                    engine == Engine.POSTGRESQL
                        ? "after statement \\d{3,4} of 1201, \\d{3,4} rows, "
                        : "statement 1201 of 1201, "));
  }

  @Test
  void onATerminalALineIsWrittenAnewAndLeavesNothing() {
    scene.counting().expand(4, slow());

    var result = onATerminal("--output", "text");

    assertThat(result.err())
        .contains(ERASE + "004_step.sql (migration 4 of 4), ")
        .endsWith(ERASE)
        .doesNotContain("still running");
    assertThat(onATerminal("--output", "text").err()).isEmpty();
  }

  @Test
  void withJsonNothingIsShown() {
    scene.counting().expand(4, slow());

    assertThat(onATerminal("--output", "json").err()).doesNotContain(ERASE).contains("applying");
  }

  private Result onATerminal(String... more) {
    System.setProperty("migrate.terminal", "true");
    try {
      return Scene.migrate(
          Map.of("MIGRATE_URL", scene.url(), "MIGRATE_DIR", scene.folder.toString()),
          "up",
          "--no-backup",
          more[0],
          more[1]);
    } finally {
      System.clearProperty("migrate.terminal");
    }
  }
}
