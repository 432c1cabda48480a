package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that have to find what a migration's author expects, or nothing of it stays. */
class VerificationTest extends DatabaseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT n = 1 FROM counter",
        "SELECT count(*) FROM counter;",
        "SELECT 'ok'",
        "select case when n = 1 then 'OK' else 'n is not 1' end, n from counter",
        "WITH c AS (SELECT n FROM counter) SELECT n FROM c",
        "VALUES (1)"
      })
  void whatIsTrueLetsTheMigrationPass(String query) {
    scene.counting().file("002_step.sql", "-- verify: " + query + "\n" + Scene.COUNT + ";\n");

    var up = scene.up("--to", "2");
    assertThat(up.outcome()).as(up.text()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT n = 2 FROM counter",
        "SELECT n FROM counter WHERE n = 2",
        "SELECT 1 UNION ALL SELECT 1",
        "SELECT NULL",
        "SELECT 'n is 1, not 2'",
        "SELECT 2",
        "SELECT n FROM nowhere"
      })
  void whatIsNotFailsTheMigrationAndNothingOfItStays(String query) {
    scene.counting().file("002_step.sql", Scene.COUNT + ";\n\n-- verify: " + query + "\n");

    var failed = scene.up("--to", "2");
    assertThat(failed.outcome()).isEqualTo("failed");
    assertThat(failed.json().at("/failure/file").asText()).isEqualTo("002_step.sql");
    assertThat(failed.json().at("/failure/line").asInt()).isEqualTo(3);
    assertThat(scene.counter()).isZero();
    assertThat(scene.history()).isEqualTo("1 completed,2 failed");
  }

  @Test
  void metadataMayHoldThemToo() {
    scene
        .file("V001__counter/up.sql", Scene.COUNTER)
        .file(
            "V001__counter/metadata.yaml",
            "author: me\nverify:\n  - SELECT n = 0 FROM counter\n  - SELECT n = 7 FROM counter\n");

    var failed = scene.up();
    assertThat(failed.outcome()).isEqualTo("failed");
    assertThat(failed.json().at("/failure/file").asText()).isEqualTo("V001__counter/metadata.yaml");
    assertThat(failed.json().at("/failure/line").asInt()).isEqualTo(4);
    assertThat(failed.text()).contains("verification failed");
    assertThat(scene.hasTable("counter")).isFalse();
  }

  /** What came before stays then, and is not done again. */
  @Test
  void outsideOfATransactionTheMigrationIsNotDoneBeforeTheyHold() {
    scene.file("001_counter.sql", Scene.COUNTER);
    var text = "-- migrate:up transaction:false\n" + Scene.COUNT + ";\nSELECT 1;\n";
    scene.file("002_plain.sql", text + "-- verify: SELECT n = 7 FROM counter\n");
    assertThat(scene.up().outcome()).isEqualTo("failed");
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(scene.history()).isEqualTo("1 completed,2 failed");

    scene.file("002_plain.sql", text + "-- verify: SELECT n = 1 FROM counter\n");
    var up = scene.up();
    assertThat(up.outcome()).as(up.text()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(1);
  }
}
