package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that apply nothing, and yet may not end with one look at the tables. */
class SnapshotTest extends DatabaseTest {
  @BeforeEach
  void applied() {
    scene.counting().step("expand", 1, "--version", "3", "--first-install");
    assertThat(scene.window()).isEqualTo("3 3 null");
  }

  private String row(String column) {
    return scene.ask("SELECT " + column + " FROM schema_migration_window");
  }

  @Test
  void aStepTakesTheRowSoThatTheOneBeforeItIsGivenUp() {
    assertThat(scene.step("expand", 2, "--version", "3").outcome()).isEqualTo("nothing_to_do");

    assertThat(row("step_number")).isEqualTo("2");
    assertThat(scene.step("expand", 1, "--version", "3").reason()).isEqualTo("Superseded");
  }

  @Test
  void anotherOwnerIsRefusedByHandToo() {
    assertThat(scene.up("--owner", Scene.OWNER).outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.up("--owner", "uid/shop/others").reason()).isEqualTo("OwnedByAnother");
  }

  @Test
  void aVersionThatIsAskedForIsLookedFor() {
    assertThat(scene.up("--to", "3").outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.up("--to", "7").reason()).isEqualTo("VersionUnknown");
    assertThat(scene.up("--to", "2").code()).isEqualTo(3);
  }

  /** A file that isn't applied belongs to the digest, too: what the operator planned with. */
  @Test
  void theDigestOfFilesThatHaveChangedIsNoted() {
    scene.file("V004__pair.down.sql", "SELECT 1;\n").file("V004__pair.up.sql", Scene.COUNT + ";\n");
    assertThat(scene.up("--override-owner", "a test").applied()).isEqualTo("4");
    var before = row("digest");
    scene.file("V004__pair.down.sql", "SELECT 2;\n");

    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");

    assertThat(row("digest")).isNotEqualTo(before);
    assertThat(scene.counter()).isEqualTo(3);
  }

  /** Its checksum isn't noted, though the digest of all files is. */
  @Test
  void aRepeatableFileThatFailedIsRunOnceItCan() {
    scene.file("R__fill.sql", "-- phase: expand\nINSERT INTO missing VALUES (1);\n");
    assertThat(scene.up("--override-owner", "a test").code()).isEqualTo(1);
    scene.sql("CREATE TABLE missing (id integer)");

    assertThat(scene.up("--override-owner", "a test").outcome()).isEqualTo("completed");
    assertThat(scene.ask("SELECT count(*) FROM missing")).isEqualTo("1");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.ask("SELECT count(*) FROM missing")).isEqualTo("1");
  }

  @Test
  void whileAContractIsBeingAppliedNobodySaysThatNothingIsToDo() {
    scene.sql("UPDATE schema_migration_window SET claim = '4', claim_firm = (1 = 1)");

    var up = scene.up();

    assertThat(up.code()).as(up.text()).isEqualTo(3);
    assertThat(up.text()).contains("contract");
  }
}
