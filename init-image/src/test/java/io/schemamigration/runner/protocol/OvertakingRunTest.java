package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A contract that waits for old pods stops only those migrations that have to do with it. */
class OvertakingRunTest extends DatabaseTest {
  @BeforeEach
  void contract() {
    scene
        .file("001_wide.sql", Scene.COUNTER + "CREATE TABLE wide (a integer, b integer);\n")
        .file("002_drop.sql", Scene.COUNT + ";\nALTER TABLE wide DROP COLUMN b;\n");
    assertThat(scene.step("expand", 1).code()).isZero();
  }

  private Result contract(int claim, int number) {
    var claimed = scene.step("claim", claim, "--claim", "2");
    assertThat(claimed.code()).as(claimed.text()).isZero();
    return scene.step("contract", number, "--claim", "2", "--claim-id", Scene.id(claim));
  }

  @Test
  void whatTouchesOtherThingsIsAppliedAndTheContractAfterIt() {
    scene.file("003_other.sql", "CREATE TABLE other (a integer);\n");
    var expand = scene.step("expand", 2);
    assertThat(expand.applied()).as(expand.text()).isEqualTo("3");
    assertThat(scene.window()).isEqualTo("0 3 null");
    var contract = contract(3, 4);
    assertThat(contract.applied()).as(contract.text()).isEqualTo("2");
    assertThat(scene.window()).startsWith("2 3 ");
  }

  @Test
  void aNewColumnDoesNotWaitForAnothersRemoval() {
    scene.file("003_column.sql", "ALTER TABLE wide ADD COLUMN c integer;\n");
    assertThat(scene.step("expand", 2).applied()).isEqualTo("3");
  }

  @Test
  void whatTouchesTheSameWaitsAndAllAfterItToo() {
    scene
        .file("003_index.sql", "CREATE INDEX by_a ON wide (a);\n")
        .file("004_other.sql", "CREATE TABLE other (a integer);\n");
    var expand = scene.step("expand", 2);
    assertThat(expand.applied()).as(expand.text()).isEmpty();
    assertThat(expand.json().at("/blocked/version").asText()).isEqualTo("3");
    assertThat(expand.json().at("/blocked/by").asText()).isEqualTo("2");
    assertThat(scene.window()).isEqualTo("0 2 null");
  }

  @Test
  void planSaysWhyAndHowToSayThatOneKnowsBetter() {
    scene.file("003_index.sql", "CREATE INDEX by_a ON wide (a);\n");
    var plan =
        scene.migrate(
            "plan", "--phase=expand", "--url", scene.url(), "--dir", scene.folder.toString());
    assertThat(plan.out())
        .contains(
            "3 waits for 2 to be applied first: both touch wide;"
                + " if you know better, write -- overtakes: 2 in it");
  }

  @Test
  void whoseAuthorNamesTheContractWaitsForIt() {
    scene.file(
        "003_other.sql", "-- depends: 2\n-- phase: expand\nCREATE TABLE other (a integer);\n");
    assertThat(scene.step("expand", 2).applied()).isEmpty();
  }

  @Test
  void planTellsWhatDoesNotFitTogether() {
    scene
        .file("003_index.sql", "CREATE INDEX by_a ON later (a);\n")
        .file("004_later.sql", "CREATE TABLE later (a integer);\n");
    var plan =
        scene.migrate(
            "plan", "--url", scene.url(), "--dir", scene.folder.toString(), "--output", "json");
    assertThat(plan.out()).contains("\"rule\":\"used-before-made\"");
    var text = scene.migrate("plan", "--url", scene.url(), "--dir", scene.folder.toString());
    assertThat(text.out()).contains("table later is used here, but made later, in 004_later.sql:1");
  }
}
