package io.schemamigration.runner.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.killed.KilledDownTest;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.KillSweep;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network to PostgreSQL breaks at each message of a way back. */
class NetworkDownTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private static String database;
  private int scenes;

  @BeforeAll
  static void create() {
    database = Postgres.create();
  }

  @AfterAll
  static void drop() {
    Postgres.drop(database);
  }

  private Scene applied() {
    scenes++;
    var scene = KilledDownTest.files(new Scene(temp.resolve("at" + scenes), database));
    assertThat(scene.up().code()).isZero();
    return scene;
  }

  @Test
  void anAnswerThatIsLostDoesNotTakeBackOneMore() {
    KillSweep.sweep(
        1,
        1,
        this::applied,
        (n, scene) -> {
          var run = Kill.unanswered(n, scene, url -> KilledDownTest.down(scene, url));
          assertThat(run.result().code())
              .as("statement %s unanswered: %s", n, run.result().text())
              .isZero();
          assertThat(run.result().applied()).isEqualTo("3");
          assertThat(scene.history())
              .as("statement %s unanswered", n)
              .isEqualTo("1 completed,2 completed,3 rolled_back");
          assertThat(scene.counter()).isEqualTo(1);
          assertThat(scene.window()).isEqualTo("0 3 null");
          return run.reached();
        });
  }
}
