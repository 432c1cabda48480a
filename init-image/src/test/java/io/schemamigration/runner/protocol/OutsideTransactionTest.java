package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.Test;

/** Migrations that can't run in one transaction and end in an error: what is done stays done. */
class OutsideTransactionTest extends DatabaseTest {
  private static final String HALF = "-- phase: expand\n" + Scene.COUNT + ";\nVACUUM;\n";

  @Test
  void theCorrectedFileIsTakenUpAfterWhatIsDone() {
    scene.counting().step("expand", 1, "--version", "3", "--first-install");
    scene.file("004_half.sql", HALF + "INSERT INTO nowhere VALUES (1);\n");

    var failed = scene.step("expand", 2, "--version", "4");
    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.json().at("/failure/statement").asInt()).isEqualTo(3);
    assertThat(failed.json().at("/failure/hint").asText()).contains("from statement 3 on");
    assertThat(scene.history()).endsWith("4 failed");
    assertThat(scene.counter()).isEqualTo(3);

    scene.file("004_half.sql", HALF + Scene.COUNT + ";\n");
    var again = scene.step("expand", 3, "--version", "4");

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(scene.history()).endsWith("4 failed,4 completed");
    assertThat(scene.counter()).isEqualTo(4);
  }

  /**
   * A first install's row is born with the minimum of its last file; the maximum isn't there yet.
   */
  @Test
  void aFirstInstallThatEndedInOneGoesOnBelowItsMinimum() {
    scene
        .counting()
        .file("004_half.sql", "-- phase: contract\nVACUUM;\nUPDATE nowhere SET n = 1;\n")
        .expand(5, Scene.COUNT)
        .contract(6, Scene.COUNT);
    assertThat(scene.up().code()).isEqualTo(1);
    assertThat(scene.window()).isEqualTo("6 4 null");

    scene.file("004_half.sql", "-- phase: contract\nVACUUM;\n" + Scene.COUNT + ";\n");
    var up = scene.up();

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(scene.counter()).isEqualTo(5);
    assertThat(scene.window()).isEqualTo("6 6 null");
  }

  @Test
  void whatIsDoneMayNotBeEdited() {
    scene.counting().step("expand", 1, "--version", "3", "--first-install");
    scene.file("004_half.sql", HALF + "INSERT INTO nowhere VALUES (1);\n");
    scene.step("expand", 2, "--version", "4");

    scene.file("004_half.sql", HALF.replace("+ 1", "+ 2"));
    var refused = scene.step("expand", 3, "--version", "4");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.reason()).isEqualTo("ChecksumMismatch");
    assertThat(refused.text()).contains("statements 1 to 2");
    assertThat(scene.counter()).isEqualTo(3);
  }
}
