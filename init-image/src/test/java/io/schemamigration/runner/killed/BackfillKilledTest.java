package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.schemamigration.runner.backfill.BackfillTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.KillSweep;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.Test;

/** A backfill ends before, or right after, statements that it would send. */
class BackfillKilledTest extends KillSweep {

  private Scene filled() {
    var scene = empty();
    scene.file(
        "001_orders.sql", "-- phase: expand\n" + BackfillTest.ROWS + BackfillTest.numbers(20));
    assertThat(scene.step("expand", 1, "--version", "1").code()).isZero();
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 0 lag none"));
    return scene;
  }

  private static String[] step(Scene scene, String url) {
    return scene.stepArgs(url, "expand", 2, "--version", "2");
  }

  private static void complete(Scene scene, String when) {
    var next = scene.step("expand", 3, "--version", "2");
    assertThat(next.code()).as("%s: %s", when, next.text()).isZero();
    assertThat(scene.ask("SELECT min(n), max(n), count(*) FROM orders"))
        .as(when)
        .isEqualTo("1 1 20");
    assertThat(scene.history()).as(when).isEqualTo("1 completed,2 completed");
    assertThat(scene.window()).isEqualTo("0 2 null");
  }

  @Test
  void eachRowIsDoneOnceWhereverItWasKilled() {
    sweep(
        Kill.FIRST,
        every(),
        this::filled,
        (n, scene) -> {
          boolean killed = kill.before(n, scene, url -> step(scene, url));
          complete(scene, "killed before statement " + n);
          return killed;
        });
  }

  @Test
  void eachRowIsDoneOnceWhicheverAnswerWasLost() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    sweep(
        Kill.FIRST,
        every(),
        this::filled,
        (n, scene) -> {
          boolean killed = Kill.after(n, scene, url -> step(scene, url));
          complete(scene, "no answer to " + n);
          return killed;
        });
  }

  /** The run itself connects again, reads where it is, and goes on. */
  @Test
  void aRunThatLosesAnAnswerGoesOnByItself() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    sweep(
        Kill.FIRST + 1,
        every(),
        this::filled,
        (n, scene) -> {
          var run = Kill.unanswered(n, scene, url -> step(scene, url));
          assertThat(run.result().code())
              .as("no answer to %s: %s", n, run.result().text())
              .isZero();
          assertThat(scene.ask("SELECT min(n), max(n), count(*) FROM orders"))
              .as("no answer to %s", n)
              .isEqualTo("1 1 20");
          return run.reached();
        });
  }
}
