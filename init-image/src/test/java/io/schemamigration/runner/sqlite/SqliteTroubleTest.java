package io.schemamigration.runner.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.Main;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.OtherProcess;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps SQLite from a file is told apart, each with advice, on the real thing. */
class SqliteTroubleTest {
  private static final String BIG =
      """
      -- phase: expand
      CREATE TABLE big (a);
      UPDATE counter SET n = n + 1;
      INSERT INTO big WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
        SELECT hex(zeroblob(40)) FROM n;
      """;

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(Engine.SQLITE, temp).counting();
  }

  private Result at(Path database) {
    var args = scene.args("up", "--no-backup");
    args[2] = "sqlite:" + database;
    return Scene.migrate(Map.of(), args);
  }

  private static void refused(Result result, String message, String hint) {
    assertThat(result.code()).as(result.text()).isEqualTo(3);
    assertThat(result.json().at("/failure/message").asText()).contains(message);
    assertThat(result.json().at("/failure/hint").asText()).contains(hint);
  }

  @Test
  void aFolderIsNoDatabase() {
    refused(at(temp), "is a folder, not a database", "/app.db");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    refused(at(temp.resolve("no/app.db")), "the folder " + temp.resolve("no"), "mkdir -p");
    assertThat(temp.resolve("no")).doesNotExist();
  }

  @Test
  void aFileInThePlaceOfTheFolderIsNamed() throws IOException {
    Files.writeString(temp.resolve("file"), "x");

    refused(at(temp.resolve("file/app.db")), "is a file, not a folder", "Check the path");
  }

  @Test
  void aFileThatIsNoDatabaseIsToldAndLeftAlone() throws IOException {
    var text = Files.writeString(Path.of(scene.name()), "text ".repeat(500));

    var failed = at(text);

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().at("/failure/hint").asText()).contains("is not a SQLite database");
    assertThat(text).hasContent("text ".repeat(500));
  }

  @Test
  void aFileThatMayNotBeWrittenNamesItsOwnerAndMode() {
    scene.up("--to", "1");

    var failed = inShell("chmod 400 " + scene.name() + "; " + powerless());

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.text()).contains("may not be written by user", "r--------");
    assertThat(scene.history()).isEqualTo("1 completed");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsTold() {
    scene.up("--to", "1");

    var failed = inShell("chmod 500 " + temp + "; " + powerless(), "; chmod 700 " + temp);

    assertThat(failed.text()).contains("the folder " + temp + " may not be written", "journal");
    assertThat(scene.history()).isEqualTo("1 completed");
  }

  @Test
  void aDiskThatIsFullChangesNothingAndTheNextRunGoesOn() throws IOException {
    scene.up("--to", "1");
    scene.file("002_step.sql", BIG);
    Files.createDirectories(temp.resolve("small"));

    var failed =
        isRoot()
            ? inShell(
                "mount -t tmpfs -o size=1m tmpfs "
                    + temp.resolve("small")
                    + " && "
                    + moved("small", "app.db")
                    + "; ",
                "; cp "
                    + temp.resolve("small/app.db")
                    + " "
                    + scene.name()
                    + "; umount "
                    + temp.resolve("small"))
            : inShell("ulimit -f 1000; ");

    assertThat(failed.text()).containsAnyOf("is full (", "how much room is left");
    assertThat(failed.code()).isIn(1, 4);
    assertThat(scene.counter()).isZero();
    assertThat(scene.hasTable("big")).isFalse();
    assertThat(scene.ask("PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(scene.up().code()).isZero();
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void aFileSystemMountedReadOnlyIsToldFromAFileThatMayNotBeWritten() throws IOException {
    scene.up("--to", "1");
    Files.createDirectories(temp.resolve("small"));

    var small = temp.resolve("small");
    var failed =
        isRoot()
            ? inShell(
                "mount -t tmpfs -o size=1m tmpfs "
                    + small
                    + " && "
                    + moved("small", "app.db")
                    + " && mount -o remount,ro "
                    + small
                    + "; ",
                "; umount " + small)
            : inShell(powerless() + "chmod 400 " + scene.name() + "; ");

    assertThat(failed.text()).contains(isRoot() ? "is mounted read-only" : "may not be written");
    assertThat(failed.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "BEGIN IMMEDIATE, 3000",
    "BEGIN EXCLUSIVE, 5500"
  }) // the second keeps readers out, too
  void whoHoldsTheLockIsNamedWhileItIsWaitedFor(String lock, int millis) {
    scene.up("--to", "1");
    try (var other = new OtherProcess(scene.name(), lock)) {
      var run = CompletableFuture.supplyAsync(() -> scene.up());
      Sleep.millis(millis);
      var pid = other.pid();
      other.end();

      var done = run.join();
      assertThat(done.code()).as(done.text()).isZero();
      assertThat(done.err()).contains("is locked by pid " + pid + " (java), 2 s");
    }
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void whoeverOnlyReadsWaitsForAWriterThatKeepsReadersOut() {
    scene.up("--to", "1");
    try (var other = new OtherProcess(scene.name(), "BEGIN EXCLUSIVE")) {
      var runs =
          Stream.of("status", "plan", "history")
              .map(verb ->
                  CompletableFuture.supplyAsync(() -> read(verb), r -> new Thread(r).start()))
              .toList();
      Sleep.millis(3000);
      var pid = other.pid();
      other.end();

      assertThat(runs)
          .allSatisfy(run -> {
            assertThat(run.join().code()).as(run.join().text()).isZero();
            assertThat(run.join().err()).contains("is locked by pid " + pid + " (java), 2 s");
          });
    }
    scene.sql("PRAGMA journal_mode = WAL");
    try (var other = new OtherProcess(scene.name(), "BEGIN EXCLUSIVE")) {
      assertThat(read("status").text()).as("beside %s", other.pid()).doesNotContain("waits");
    }
  }

  private Result read(String verb) {
    return verb.equals("history") ? scene.migrate(verb, "--url", scene.url()) : scene.verb(verb);
  }

  @Test
  void inWalModeTheHolderIsNamedToo() {
    scene.up("--to", "1");
    scene.sql("PRAGMA journal_mode = WAL");
    try (var other =
        new OtherProcess(scene.name(), "BEGIN IMMEDIATE", "UPDATE counter SET n = 9")) {
      var run = CompletableFuture.supplyAsync(() -> scene.up("--no-backup"));
      Sleep.millis(3000);
      other.end();

      assertThat(run.join().err()).contains("is locked by pid " + other.pid());
    }
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.ask("PRAGMA journal_mode")).isEqualTo("wal");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Root may do everything, unless it gives the right away. */
  private static String powerless() {
    return isRoot() ? "exec_prefix='setpriv --bounding-set=-dac_override,-dac_read_search'; " : "";
  }

  /** The database moves there, and the command finds it by the same name. */
  private String moved(String folder, String file) {
    var target = temp.resolve(folder).resolve(file);
    return "cp " + scene.name() + " " + target + " && database=" + target;
  }

  private Result inShell(String before) {
    return inShell(before, "");
  }

  private Result inShell(String before, String after) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var run =
        "database="
            + scene.name()
            + "; exec_prefix=; "
            + before
            + "$exec_prefix "
            + java
            + " --enable-native-access=ALL-UNNAMED -XX:-UsePerfData -cp '"
            + classes
            + "' "
            + Main.class.getName()
            + " up --no-backup --dir "
            + scene.folder
            + " --url sqlite:$database; code=$?"
            + after
            + "; exit $code";
    try {
      var process =
          new ProcessBuilder(new ArrayList<>(List.of("sh", "-c", run)))
              .redirectOutput(temp.resolve("said").toFile())
              .redirectErrorStream(true)
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Result(process.exitValue(), Files.readString(temp.resolve("said")), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
