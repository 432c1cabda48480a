package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Wire;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file wants its transaction on PostgreSQL, and when transactions are open. */
class TransactionModeTest {
  private static final String SEEN =
      "INSERT INTO seen SELECT current_setting('transaction_isolation');\n";

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;
  private int step;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp);
    scene.file("001_seen.sql", "CREATE TABLE seen (how text);\n");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN;\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n%sCOMMIT;\n",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n%s",
        "SET LOCAL work_mem = '8MB';\nset transaction isolation level serializable, read write;\n%s",
        "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n%sCOMMIT;\n",
        "-- verify: SELECT true\nSTART TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n%sEND;\n"
      })
  void aMigrationHasItsMode(String text) {
    scene.file("002_mode.sql", text.formatted(SEEN));
    scene.file("003_mode.sql", text.formatted(SEEN)).file("004_plain.sql", SEEN);
    scene.file(
        "R__again.sql", "-- phase: expand\n" + text.formatted(SEEN).replace("-- verify", "-- v"));

    var up = scene.up();

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(scene.ask("SELECT how FROM seen"))
        .isEqualTo("serializable,serializable,read committed,serializable");
  }

  @Test
  void aDownPartHasItsMode() {
    scene.file(
        "002_mode.sql",
        "-- Up\nSELECT 1;\n-- Down\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n" + SEEN);
    scene.up();

    var down = scene.verb("down");

    assertThat(down.code()).as(down.text()).isZero();
    assertThat(scene.ask("SELECT how FROM seen")).isEqualTo("serializable");
  }

  @Test
  void anErrorAfterItNamesItsPlace() {
    scene.file(
        "002_mode.sql",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;\nSELECT 1\n / 0;\n");

    var failure = scene.up().json().path("failure");

    assertThat(failure.path("statement").asInt()).isEqualTo(3);
    assertThat(failure.path("line").asInt()).isEqualTo(3);
  }

  /** Judging takes long where there is much of it. */
  @Test
  void noTransactionIsOpenWhileFilesAreJudged() {
    assertThat(transactions("--first-install")).isEqualTo("BEGIN COMMIT");
    scene.file("002_doubtful.sql", "ALTER TABLE seen ALTER COLUMN how SET DEFAULT 'x';\n");

    assertThat(transactions("--out-of-order"))
        .as("takes the row, plans twice")
        .isEqualTo("BEGIN COMMIT BEGIN ROLLBACK BEGIN COMMIT");
  }

  private String transactions(String flag) {
    try (var wire = new Wire((number, text) -> Wire.Fate.PASSES)) {
      var up =
          scene.migrate(scene.stepArgs(scene.postgresUrl(wire.port()), "expand", ++step, flag));
      assertThat(up.code()).as(up.text()).isZero();
      return String.join(
          " ",
          wire.messages().stream()
              .map(m -> m.replaceAll("[^A-Z]", ""))
              .filter(List.of("BEGIN", "ROLLBACK", "COMMIT")::contains)
              .toList());
    }
  }
}
