package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL says at COMMIT, and servers that take none. */
class CommitTest {
  @TempDir Path temp;
  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp).counting();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aConstraintThatFailsAtCommitLeavesNothingAndMovesNoReportedWindow() {
    scene.step("expand", 1, "--version", "2");
    scene.file(
        "004_deferred.sql",
        "-- phase: expand\n-- overtakes: 3\n"
            + Scene.COUNT
            + ";\nCREATE TABLE parent (id int PRIMARY KEY);\n"
            + "CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);\n"
            + "INSERT INTO child VALUES (7);\n");

    var failed = scene.step("expand", 2, "--version", "4");

    assertThat(failed.code()).isEqualTo(1);
    var failure = failed.json().path("failure");
    assertThat(failure.path("version").asText()).isEqualTo("4");
    assertThat(failure.path("file").asText()).isEqualTo("004_deferred.sql");
    assertThat(failure.path("sqlState").asText()).isEqualTo("23503");
    assertThat(failure.path("message").asText()).startsWith("at COMMIT");
    assertThat(failed.json().at("/window/maximum").asText())
        .isEqualTo(scene.ask("SELECT maximum FROM schema_migration_window"))
        .isEqualTo("3");
    assertThat(scene.history()).endsWith("4 failed");
    assertThat(scene.hasTable("parent")).isFalse();
    assertThat(scene.counter()).isEqualTo(1);
  }

  @Test
  void aServerThatOnlyReadsIsAPassingCause() {
    scene.sql("ALTER DATABASE " + scene.name() + " SET default_transaction_read_only = on");

    var retry = scene.step("expand", 1, "--version", "3");

    assertThat(retry.code()).isEqualTo(4);
    assertThat(retry.reason()).isEqualTo("DatabaseUnreachable");
    assertThat(retry.json().at("/failure/message").asText()).contains("only reads");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();
  }

  @Test
  void aCaFileIsNotOverruledByTheUrl() throws Exception {
    var ca = Files.writeString(temp.resolve("ca.pem"), "no certificate");

    var refused =
        Scene.migrate(
            Map.of(),
            "up",
            "--url",
            scene.url() + "?sslmode=disable",
            "--ca-file",
            ca.toString(),
            "--dir",
            scene.folder.toString());

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("SSL");
    assertThat(scene.hasTable("counter")).isFalse();
  }
}
