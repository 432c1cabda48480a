package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is applied, what isn't as it was, and what is still to do. */
class StatusTest extends DatabaseTest {
  @Test
  void whatIsNotAsItWasIsShown() throws IOException {
    scene.counting().up();
    scene.file("004_wrong.sql", "-- phase: offline\nSELECT nonsense FROM counter;\n");
    assertThat(scene.up().code()).isEqualTo(1);

    scene.expand(2, "SELECT 2");
    Files.delete(scene.folder.resolve("003_step.sql"));
    Files.delete(scene.folder.resolve("004_wrong.sql"));
    scene.file("004_right.sql", "-- phase: expand\nSELECT 4;\n");

    var text = text("status");
    assertThat(text)
        .containsPattern("(?m)^VERSION +PHASE +STATUS +APPLIED AT +DESCRIPTION$")
        .containsPattern(
            "(?m)^1 +expand +completed +20\\d\\d-\\d\\d-\\d\\d.\\d\\d:\\d\\d:\\d\\d counter$")
        .contains("step\n  002_step.sql was edited after it was applied\n")
        .contains("step\n  its file is missing\n")
        .containsPattern("(?m)^4 +expand +failed +20.* right\n  .*nonsense");
    var json = scene.verb("status").json().path("migrations");
    assertThat(json.findValuesAsText("drift")).containsExactly("edited", "missing");
    assertThat(json.path(0).has("drift")).isFalse();
    assertThat(json.path(3).path("error").asText()).contains("nonsense");
  }

  @Test
  void anExitCodeOfItsOwnTellsThatSomethingIsPending() {
    scene.counting();
    assertThat(scene.verb("status", "--exit-code").code()).isEqualTo(6);
    assertThat(scene.verb("plan", "--exit-code").code()).isEqualTo(6);
    assertThat(scene.verb("status").code()).isZero();
    assertThat(scene.verb("plan").code()).isZero();

    scene.up("--to", "2");
    assertThat(scene.verb("status", "--exit-code").code()).isEqualTo(6);
    assertThat(scene.verb("plan", "--exit-code", "--phase", "expand").code()).isEqualTo(6);

    scene.up();
    assertThat(scene.verb("status", "--exit-code").code()).isZero();
    assertThat(scene.verb("plan", "--exit-code").code()).isZero();

    scene.file("R__view.sql", "SELECT 1;\n");
    assertThat(scene.verb("status", "--exit-code").code()).isEqualTo(6);
    assertThat(scene.verb("plan", "--exit-code").code()).isEqualTo(6);
  }

  @Test
  void whatNobodyDecidedIsCalledSo() {
    scene.counting().up();
    scene.file("004_code.sql", engineUndecided());

    assertThat(text("status")).containsPattern("(?m)^4 +undecided +pending +- +code$");
    assertThat(text("plan")).containsPattern("(?m)^4 +undecided +pending +code$");
    scene.up();
    assertThat(text("status")).containsPattern("(?m)^4 +undecided +completed +20.* code$");
  }

  @Test
  void aWindowThatNobodyFitsIsCalledSo() {
    scene.file("001_code.sql", "SELECT nonsense();\n");
    assertThat(scene.up().code()).isEqualTo(1);
    assertThat(text("status"))
        .containsPattern("(?m)^1 +undecided +failed ")
        .doesNotContain("from schema 1 to 0")
        .contains("\nno code may run until schema 1 is reached\n");
  }

  @Test
  void longVersionsKeepTheColumnsAndManyAreNotAllNamed() {
    for (int i = 10; i < 30; i++) {
      scene.file("V5.20240115.1030" + i + "__n.sql", "SELECT 1;\n");
    }

    var up = text("up");
    assertThat(up)
        .contains(
            "applied 20: 5.20240115.103010, 5.20240115.103011, 5.20240115.103012, … 5.20240115.103029 (");
    var lines = text("status").lines().limit(2).toList();
    assertThat(lines.getFirst().indexOf("PHASE")).isEqualTo(lines.get(1).indexOf("expand"));
  }

  private String engineUndecided() {
    return switch (engine) {
      case SQLITE -> "PRAGMA writable_schema = 1;\n";
      case POSTGRESQL -> "DO $$ BEGIN EXECUTE 'SELECT 1'; END $$;\n";
    };
  }

  private String text(String verb) {
    return Scene.migrate(Map.of(), verb, "--url", scene.url(), "--dir", scene.folder.toString())
        .out();
  }
}
