package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import org.junit.jupiter.api.Test;

/** The history outlives the window's row, by mistake or by a partial restore. */
class LostWindowTest extends DatabaseTest {
  @Test
  void aRowThatWasLostComesBackWithTheMinimumOfTheHistory() {
    scene.counting().up();
    scene.sql("DELETE FROM schema_migration_window");

    assertThat(scene.step("expand", 9, "--version", "3").code()).isZero();

    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aWindowThatWasDroppedComesBackAndNothingIsAppliedAgain() {
    scene.counting().up();
    scene.sql("DROP TABLE schema_migration_window");

    var again = scene.step("expand", 9, "--version", "3", "--first-install");

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.applied()).isEmpty();
    assertThat(scene.window()).isEqualTo("3 3 null");
    assertThat(scene.counter()).isEqualTo(2);
  }
}
