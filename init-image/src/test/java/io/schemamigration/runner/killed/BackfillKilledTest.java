package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.backfill.BackfillTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Engines;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A backfill ends before, or right after, statements that it would send. */
@ParameterizedClass
@ArgumentsSource(Engines.class)
class BackfillKilledTest {
  @TempDir(factory = InMemory.class)
  static Path compiled;

  @TempDir(factory = InMemory.class)
  Path temp;

  /** More statements than a run sends. */
  private static final int MANY = 400;

  private static Kill kill;
  private static String database;
  @Parameter Engine engine;

  @BeforeAll
  static void compile() {
    kill = new Kill(compiled);
    database = Postgres.create();
  }

  @AfterAll
  static void drop() {
    Postgres.drop(database);
  }

  private Scene filled(int n) {
    var scene =
        engine == Engine.SQLITE
            ? new Scene(engine, temp.resolve("at" + n))
            : new Scene(temp.resolve("at" + n), database);
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
    boolean killed = true;
    for (int n = Kill.FIRST; killed; n += engine == Engine.SQLITE ? 1 : Kill.EVERY) {
      assertThat(n).isLessThan(MANY);
      try (var scene = filled(n)) {
        killed = kill.before(n, scene, url -> step(scene, url));
        complete(scene, "killed before statement " + n);
      }
    }
  }

  @Test
  void eachRowIsDoneOnceWhicheverAnswerWasLost() {
    boolean killed = engine == Engine.POSTGRESQL;
    for (int n = Kill.FIRST; killed; n += Kill.EVERY) {
      assertThat(n).isLessThan(MANY);
      try (var scene = filled(n)) {
        killed = Kill.after(n, scene, url -> step(scene, url));
        complete(scene, "no answer to " + n);
      }
    }
  }

  /** The run itself connects again, reads where it is, and goes on. */
  @Test
  void aRunThatLosesAnAnswerGoesOnByItself() {
    boolean cut = engine == Engine.POSTGRESQL;
    for (int n = Kill.FIRST + 1; cut; n += Kill.EVERY) {
      assertThat(n).isLessThan(MANY);
      try (var scene = filled(n)) {
        var run = Kill.unanswered(n, scene, url -> step(scene, url));
        cut = run.reached();
        assertThat(run.result().code()).as("no answer to %s: %s", n, run.result().text()).isZero();
        assertThat(scene.ask("SELECT min(n), max(n), count(*) FROM orders"))
            .as("no answer to %s", n)
            .isEqualTo("1 1 20");
      }
    }
  }
}
