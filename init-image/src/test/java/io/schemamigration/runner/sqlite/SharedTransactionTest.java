package io.schemamigration.runner.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.cli.Cli;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several migrations in one transaction are what they would be in one each. */
class SharedTransactionTest {
  /** Of the file's header: counts what was committed. */
  private static final int CHANGE_COUNTER = 24;

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(Engine.SQLITE, temp).counting();
    scene.up("--no-backup");
  }

  private int commits() throws IOException {
    var header = Files.readAllBytes(Path.of(scene.name()));
    return ByteBuffer.wrap(header).getInt(CHANGE_COUNTER);
  }

  /** Forty of them take 8 s, were none of them to share its transaction with the next. */
  @Test
  void manyMigrationsAreFewCommits() throws IOException {
    for (int version = 4; version < 44; version++) {
      scene.expand(version, Scene.COUNT);
    }
    int before = commits();

    var up = scene.up("--no-backup");

    assertThat(up.code()).as(up.text()).isZero();
    assertThat(commits() - before).isLessThan(40);
    assertThat(scene.counter()).isEqualTo(42);
    assertThat(scene.window()).isEqualTo("3 43 null");
    assertThat(up.applied()).startsWith("4 5 6 ").endsWith(" 42 43");
  }

  @Test
  void aContractAmongThemRaisesTheMinimum() {
    scene.expand(4, Scene.COUNT).contract(5, Scene.COUNT).expand(6, Scene.COUNT);

    assertThat(scene.up("--no-backup").code()).isZero();

    assertThat(scene.window()).isEqualTo("5 6 null");
  }

  private Result failsAt6(String sql) {
    scene.expand(4, Scene.COUNT).expand(5, Scene.COUNT).expand(6, sql).expand(7, Scene.COUNT);

    var up = scene.up("--no-backup");

    assertThat(up.code()).as(up.text()).isEqualTo(1);
    assertThat(up.json().at("/failure/version").asText()).isEqualTo("6");
    assertThat(up.applied()).isEqualTo("4 5");
    assertThat(scene.history()).endsWith("3 completed,4 completed,5 completed,6 failed");
    assertThat(scene.window()).isEqualTo("3 5 null");
    assertThat(scene.counter()).isEqualTo(4);
    return up;
  }

  /** Some take all of the transaction back, not only their own savepoint. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT nothing FROM counter",
        "CREATE TABLE one (id integer PRIMARY KEY); INSERT INTO one VALUES (1);\nINSERT OR ROLLBACK INTO one VALUES (1)",
        "CREATE TRIGGER t AFTER UPDATE ON counter BEGIN SELECT RAISE(ROLLBACK, 'no'); END;\nUPDATE counter SET n = 7"
      })
  void aFailureKeepsWhatCameBefore(String statement) {
    failsAt6(Scene.COUNT + ";\n" + statement);
  }

  /** Migration 7 would mend it, in the same transaction, before anything is checked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          before  | INSERT INTO child VALUES (7)
          in it   | CREATE TABLE kid (id integer REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED); INSERT INTO kid VALUES (7)
          set     | PRAGMA defer_foreign_keys = ON; INSERT INTO strict VALUES (7)
          """)
  void aDeferredConstraintFailsTheMigrationThatBreaksIt(String where, String sql) {
    scene.sql(
        "CREATE TABLE parent (id integer PRIMARY KEY)",
        "CREATE TABLE strict (id integer REFERENCES parent (id))");
    if (where.equals("before")) {
      scene.sql(
          "CREATE TABLE child (id integer REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
    }
    scene.expand(4, Scene.COUNT).expand(5, Scene.COUNT).expand(6, sql);
    scene.expand(7, "INSERT INTO parent VALUES (7)");

    var up = scene.up("--no-backup");

    assertThat(up.code()).as(up.text()).isEqualTo(1);
    assertThat(up.json().at("/failure/message").asText()).startsWith("at COMMIT: ");
    assertThat(scene.history()).endsWith("4 completed,5 completed,6 failed");
    assertThat(scene.window()).isEqualTo("3 5 null");
  }

  /** A reader has the file until the first attempt at COMMIT has been given up. */
  @Test
  void whereOneCommitIsNotToBeHadEachIsTriedByItself() throws SQLException {
    scene.expand(4, Scene.COUNT).expand(5, Scene.COUNT);
    try (var reader = scene.connect();
        var statement = reader.createStatement()) {
      var said =
          new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
              super.write(bytes, offset, length);
              var line = new String(bytes, offset, length, StandardCharsets.UTF_8);
              if (line.contains("applying 004") && !said("again, one by one")) {
                run("BEGIN", "SELECT n FROM counter");
              } else if (line.contains("again, one by one")) {
                run("ROLLBACK");
              }
            }

            private boolean said(String words) {
              return toString(StandardCharsets.UTF_8).contains(words);
            }

            private void run(String... sql) {
              try {
                for (var one : sql) {
                  statement.execute(one);
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            }
          };
      var out = new PrintStream(said, true, StandardCharsets.UTF_8);

      int code =
          new Cli(new Console(out, out), Map.of()).run(scene.args("up", "--no-backup")).code();

      assertThat(code).as("said: %s", said).isZero();
      assertThat(said.toString(StandardCharsets.UTF_8)).contains("again, one by one: the database");
    }
    assertThat(scene.counter()).isEqualTo(4);
    assertThat(scene.history()).endsWith("3 completed,4 completed,5 completed");
    assertThat(scene.window()).isEqualTo("3 5 null");
  }

  @Test
  void whatOneLeavesInTheConnectionTheNextDoesNotFind() {
    scene.expand(4, "CREATE TEMP TABLE mine AS SELECT 1 AS n;\n" + Scene.COUNT);
    scene.expand(5, "CREATE TEMP TABLE mine AS SELECT 2 AS n;\n" + Scene.COUNT);

    assertThat(scene.up("--no-backup").code()).isZero();

    assertThat(scene.counter()).isEqualTo(4);
  }
}
