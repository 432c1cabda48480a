package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that backs up PostgreSQL before a run. */
class BackupHookTest {
  private static final String PASSWORD = "pass:wo\\rd";

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(Engine.POSTGRESQL, temp).counting();
    scene.up("--to", "1");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void itRunsBeforeTheFirstMigrationAndOnlyIfThereIsOne() throws IOException {
    var said = temp.resolve("said");
    var command =
        "echo \"$PGHOST $PGPORT $PGDATABASE $PGUSER\" >> " + said + "; echo dumped 12 rows";

    var up = scene.up("--backup-command", command);

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(up.err()).containsSubsequence("backup: dumped 12 rows", "applying 002_step.sql");
    scene.up("--backup-command", command);
    assertThat(Files.readString(said))
        .isEqualTo("127.0.0.1 " + Postgres.port() + " " + scene.name() + " postgres\n");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void itConnectsAsSafelyAsTheRun() throws IOException {
    var said = temp.resolve("said");
    var args = scene.args("up", "--backup-command", "echo \"$PGSSLMODE\" > " + said);
    args[2] = scene.url() + "?sslmode=prefer&application_name=x";

    assertThat(scene.migrate(args).code()).isZero();

    assertThat(Files.readString(said)).isEqualTo("prefer\n");
  }

  @Test
  void whereItFailsNothingIsApplied() {
    var refused = scene.up("--backup-command", "echo disk full; exit 7");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("backup: disk full");
    assertThat(refused.text()).contains("ended with code 7");
    assertThat(scene.history()).isEqualTo("1 completed");
  }

  @Test
  void itMayTakeLongerThanATransactionMayBeIdle() {
    scene.file(
        "002_step.sql", "-- phase: expand\nSET lock_timeout = '1s';\n" + Scene.COUNT + ";\n");

    assertThat(scene.up("--backup-command", "sleep 32").code()).isZero();

    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void thePasswordIsInAFileForThisUserAloneAndGoneAfterwards() throws IOException {
    var password = temp.resolve("password");
    Files.writeString(password, PASSWORD);
    var said = temp.resolve("said");
    var command =
        "stat -c %a \"$PGPASSFILE\" > "
            + said
            + "; cat \"$PGPASSFILE\" >> "
            + said
            + "; echo \"$PGPASSFILE\" >> "
            + said
            + "; cat "
            + password
            + "; tr '\\0' ' ' < /proc/$$/cmdline; env | grep -v PGPASSFILE";

    var up = scene.up("--backup-command", command, "--password-file", password.toString());

    assertThat(up.code()).as(up.text()).isZero();
    var lines = Files.readAllLines(said);
    assertThat(lines.getFirst()).isEqualTo("600");
    assertThat(lines.get(1)).isEqualTo("*:*:*:*:pass\\:wo\\\\rd");
    assertThat(Path.of(lines.get(2))).doesNotExist();
    assertThat(up.text()).doesNotContain(PASSWORD).contains("backup: ***");
  }

  @Test
  void aFolderForBackupsIsForSqlite() {
    var used = Scene.migrate(Map.of(), scene.args("up", "--backup-dir", temp.toString()));

    assertThat(used.code()).isEqualTo(2);
    assertThat(used.err()).contains("--backup-command");
  }
}
