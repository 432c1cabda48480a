package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Job's step that tries on a copy what it is about to apply. */
class ProofFirstTest extends DatabaseTest {
  @BeforeEach
  void users() {
    scene
        .counting()
        .file(
            "004_users.sql",
            "-- phase: expand\n-- overtakes: 3\nCREATE TABLE users (id integer PRIMARY KEY, name text, nick text);\n");
    assertThat(step(1, "4").code()).isZero();
  }

  private Result step(int number, String version) {
    return scene.step("expand", number, "--version", version, "--prove");
  }

  @Test
  void whatFailsOnTheCopyLeavesTheDatabaseAsItWas() {
    scene.file("005_more.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    scene.file(
        "006_bad.sql", "-- phase: contract\nALTER TABLE users RENAME COLUMN nowhere TO there;\n");
    int before = scene.counter();

    var refused = step(2, "6");

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    var failure = refused.json().path("failure");
    assertThat(failure.path("message").asText()).startsWith("on a copy of the database: ");
    assertThat(failure.path("file").asText()).isEqualTo("006_bad.sql");
    assertThat(failure.path("line").asInt()).isEqualTo(2);
    assertThat(failure.path("hint").asText()).contains("Nothing was changed");
    assertThat(scene.counter()).isEqualTo(before);
    assertThat(scene.history()).doesNotContain("5 ");

    assertThat(scene.step("expand", 3, "--version", "5").code()).isZero();
    assertThat(scene.counter()).isEqualTo(before + 1);
  }

  @Test
  void whatHoldsOnTheCopyIsAppliedOnce() {
    scene.file("005_more.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    int before = scene.counter();

    var done = step(2, "5");

    assertThat(done.code()).as(done.text()).isZero();
    assertThat(done.json().path("applied").toString()).contains("5");
    assertThat(scene.counter()).isEqualTo(before + 1);
    assertThat(step(3, "5").json().path("outcome").asText()).isEqualTo("nothing_to_do");
  }
}
