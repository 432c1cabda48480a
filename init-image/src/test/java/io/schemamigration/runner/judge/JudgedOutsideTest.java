package io.schemamigration.runner.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No transaction waits while statements are judged: it would keep the window's row locked, and a
 * server ends it that doesn't suffer idle ones.
 */
class JudgedOutsideTest {
  private static final String CONTRACT = "ALTER TABLE t DROP COLUMN b;\n";
  private static final String DOUBTFUL = "ALTER TABLE t ALTER COLUMN a SET STATISTICS 100;\n";

  private static final String UNDECIDED = "DO $$ BEGIN PERFORM 1; END $$;\n";

  @TempDir(factory = InMemory.class)
  Path temp;

  private final List<String> inside = new ArrayList<>();
  private Scene scene;
  private Wire wire;
  private boolean open;
  private long judged;

  @BeforeEach
  void begin() {
    scene =
        new Scene(Engine.POSTGRESQL, temp).file("001_t.sql", "CREATE TABLE t (a int, b int);\n");
    assertThat(scene.step("expand", 1).code()).isZero();
    wire = new Wire(this::watch);
  }

  @AfterEach
  void end() {
    wire.close();
    scene.close();
  }

  /** One connection, and one message at a time. */
  private synchronized Wire.Fate watch(int number, String text) {
    if (open && Judges.judged() > judged) {
      inside.add("judged in a transaction, before: " + text);
    }
    judged = Judges.judged();
    var words = text.strip().toUpperCase(Locale.ROOT);
    open = words.startsWith("BEGIN") || (open && !words.matches("(?s).*\\b(COMMIT|ROLLBACK)$"));
    return Wire.Fate.PASSES;
  }

  private Result step(String step, int number, String... more) {
    return run(scene.stepArgs(scene.postgresUrl(wire.port()), step, number, more));
  }

  private Result run(String... args) {
    judged = Judges.judged();
    long before = judged;
    var result = scene.migrate(args);
    assertThat(Judges.judged()).as("something is judged").isGreaterThan(before);
    assertThat(inside).as(result.text()).isEmpty();
    return result;
  }

  @Test
  void whatOvertakesAContract() {
    scene.contract(2, "CREATE TABLE c (n int)").file("003_u.sql", "CREATE TABLE u (n int);\n");

    assertThat(step("expand", 2).applied()).isEqualTo("3");
  }

  @Test
  void whatIsDoubtfulAndWhatRunsWheneverItChanges() {
    scene.file("002_default.sql", DOUBTFUL).file("R__v.sql", DOUBTFUL);

    assertThat(step("expand", 2).applied()).isEqualTo("2");
  }

  @Test
  void inAContractStep() {
    scene.file("002_drop.sql", CONTRACT).file("003_u.sql", "CREATE TABLE u (n int);\n");
    scene.step("expand", 2);
    assertThat(scene.step("claim", 3, "--claim", "2").code()).isZero();
    scene.file("R__u.sql", UNDECIDED);

    var done = step("contract", 4, "--claim", "2", "--claim-id", Scene.id(3));

    assertThat(done.applied()).as(done.text()).isEqualTo("2");
  }

  @Test
  void onTheWayBack() {
    scene.file("002_b.sql", "-- Up\nCREATE TABLE b ();\n-- Down\nDROP TABLE b;\n");
    scene.step("expand", 2);
    scene.file("003_default.sql", DOUBTFUL).file("R__u.sql", UNDECIDED);

    var done =
        run(
            "down",
            "--url",
            scene.postgresUrl(wire.port()),
            "--dir",
            scene.folder.toString(),
            "--override-owner",
            "test",
            "--output",
            "json");

    assertThat(done.applied()).as(done.text()).isEqualTo("2");
  }
}
