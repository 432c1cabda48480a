package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL says beside its answers is shown with its place. */
class NoticesTest {
  private static final String WARNS = "DO $$ BEGIN RAISE WARNING 'row 7 was skipped'; END $$;\n";

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp).counting();
    scene.up();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Result up(String sql, int code) {
    scene.file("004_x.sql", sql);
    var up = scene.up();
    assertThat(up.code()).as(up.text()).isEqualTo(code);
    return up;
  }

  private static String warning(Result result) {
    return result.json().at("/warnings/0").asText();
  }

  @Test
  void ofAMigrationInOneMessage() {
    var up =
        up(
            WARNS
                + "\nCREATE TABLE IF NOT EXISTS counter (n int);\nDO $$ BEGIN RAISE INFO 'i'; END $$;\n",
            0);

    assertThat(up.err())
        .contains(
            "004_x.sql:1: WARNING: row 7 was skipped",
            "004_x.sql:3: NOTICE: relation \"counter\" already exists, skipping",
            "004_x.sql:4: INFO: i");
    assertThat(warning(up)).isEqualTo("004_x.sql:1: WARNING: row 7 was skipped");
    assertThat(up.json().path("warnings")).hasSize(1);
  }

  /** The server says so of a whole message, before the first of its statements runs. */
  @ParameterizedTest
  @ValueSource(strings = {"", "VACUUM;\n"})
  void ofANameThatIsCutOff(String apart) {
    var name = "x".repeat(64);

    var up =
        up(
            apart
                + "CREATE TABLE a (n int);\nCREATE TABLE "
                + name.toUpperCase(Locale.ROOT)
                + " (n int);\n",
            0);

    assertThat(up.err())
        .containsOnlyOnce("NOTICE: identifier \"" + name + "\" will be truncated")
        .contains("004_x.sql:" + (apart.isEmpty() ? 2 : 3) + ": NOTICE: identifier");
  }

  @Test
  void ofStatementsByThemselves() {
    var up = up("VACUUM;\n" + WARNS, 0);

    assertThat(up.err()).contains("004_x.sql:2: WARNING: row 7 was skipped");
  }

  @Test
  void beforeAnError() {
    for (var apart : new String[] {"", "VACUUM counter;\n"}) {
      var failed = up(apart + WARNS + "SELECT 1 / 0;\n", 1);

      assertThat(failed.err()).contains("WARNING: row 7 was skipped");
      assertThat(warning(failed)).contains("row 7 was skipped");
      scene.verb("mark-rolled-back", "4");
    }
  }

  @Test
  void ofRepeatableFilesAndDownParts() {
    scene.file("R__again.sql", "-- phase: expand\n" + WARNS);
    var up = up("-- Up\nSELECT 1;\n-- Down\n" + WARNS, 0);

    assertThat(up.err()).contains("R__again.sql:2: WARNING: row 7 was skipped");
    assertThat(scene.verb("down").err()).contains("004_x.sql:4: WARNING: row 7 was skipped");
  }

  @Test
  void notAllWhereItIsMuchAndEachInOneLine() {
    var up =
        up(
            "DO $$ BEGIN FOR i IN 1..50 LOOP RAISE WARNING E'n % \\x1b[31m\\nReady', i; END LOOP; END $$;\n",
            0);

    assertThat(up.err().lines().filter(l -> l.contains("WARNING"))).hasSize(20);
    assertThat(up.err())
        .contains("more of what the server says isn't shown")
        .doesNotContain("\u001b");
    assertThat(up.json().path("warnings")).hasSize(5);
  }

  @Test
  void nothingOfTheRunnersOwn() {
    var up = up("SELECT pg_advisory_lock(1);\n", 0);
    scene.expand(5, Scene.COUNT);

    assertThat(up.err() + scene.up().err()).doesNotContain("WARNING", "NOTICE");
  }
}
