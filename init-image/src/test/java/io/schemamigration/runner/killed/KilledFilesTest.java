package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Halting;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.JavaProcess;
import io.schemamigration.runner.support.KillSweep;
import io.schemamigration.runner.support.OtherProcess;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What replaces or copies SQLite's file is killed: before each statement, and as a real process at
 * moments between its start and its end. Whatever is there under a name is one whole database, and
 * one more run does the rest.
 */
class KilledFilesTest {
  /** Moments at which a process is killed; {@code -Dkill.moments=200} takes more of them. */
  private static final int MOMENTS = Integer.getInteger("kill.moments", 10);

  private static final Random RANDOM = new Random(4);

  @TempDir(factory = InMemory.class)
  static Path compiled;

  @TempDir(factory = InMemory.class)
  Path temp;

  private static Halting halting;
  private static Path left;
  private int scenes;

  @BeforeAll
  static void compile() {
    halting = new Halting(compiled);
    left = leftBehind();
  }

  /**
   * A database in WAL mode whose writer was killed: n = 40 is in the WAL alone, the backup has 1.
   */
  private static Path leftBehind() {
    var folder = compiled.resolve("left");
    var scene = new Scene(Engine.SQLITE, folder).counting();
    scene.up("--to", "2", "--no-backup");
    scene.sql(
        "CREATE TABLE filler AS WITH RECURSIVE c (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM c"
            + " WHERE i < 4000) SELECT i, randomblob(500) AS b FROM c",
        "VACUUM INTO '" + folder.resolve("backup.db") + "'",
        "PRAGMA journal_mode = WAL");
    new OtherProcess(scene.name(), "UPDATE counter SET n = 40").end();
    return folder;
  }

  private Scene left() {
    var scene = empty();
    try {
      for (var file : List.of("app.db", "app.db-wal", "backup.db")) {
        Files.copy(left.resolve(file), scene.folder.resolveSibling(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scene;
  }

  private Scene empty() {
    scenes++;
    return new Scene(Engine.SQLITE, temp.resolve("at" + scenes));
  }

  private static String whole(Path file) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT integrity_check || ' ' || n FROM pragma_integrity_check, counter")) {
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Scene scene, String part) {
    try (var files = Files.list(scene.folder.getParent())) {
      return files
          .filter(f -> f.getFileName().toString().contains(part))
          .filter(f -> f.getFileName().toString().endsWith(".db"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] restore(Scene scene) {
    var backup = scene.folder.resolveSibling("backup.db").toString();
    return new String[] {"restore", backup, "--url", scene.url()};
  }

  private static String[] backup(Scene scene) {
    return new String[] {"backup", "--url", scene.url()};
  }

  @Test
  void aRestoreLeavesTheOldDatabaseOrTheBackupBeforeEachStatement() {
    KillSweep.sweep(
        1,
        1,
        this::left,
        (n, scene) -> {
          boolean killed = halting.endedAt(n, restore(scene));
          isRestored(scene, "killed before statement " + n);
          return killed;
        });
  }

  @Test
  void aRestoreLeavesTheOldDatabaseOrTheBackupAtAnyMoment() {
    var undisturbed = Duration.ZERO;
    for (int n = 0; n <= MOMENTS; n++) {
      var scene = left();
      undisturbed = killed(n, undisturbed, restore(scene));
      isRestored(scene, "killed at moment " + n);
    }
  }

  private static void isRestored(Scene scene, String when) {
    var database = Path.of(scene.name());
    assertThat(whole(database)).as(when).isIn("ok 40", "ok 1");
    if (whole(database).equals("ok 40")) {
      var again = scene.migrate(restore(scene));
      assertThat(again.code()).as("%s: %s", when, again.text()).isZero();
    }
    assertThat(whole(database)).as(when).isEqualTo("ok 1");
    assertThat(files(scene, "_before_restore_").stream().map(KilledFilesTest::whole))
        .as(when)
        .isNotEmpty()
        .containsOnly("ok 40");
  }

  @Test
  void aBackupIsWholeOrHasNoNameBeforeEachStatement() {
    KillSweep.sweep(
        1,
        1,
        this::left,
        (n, scene) -> {
          boolean killed = halting.endedAt(n, backup(scene));
          isBackedUp(scene, "killed before statement " + n);
          return killed;
        });
  }

  @Test
  void aBackupIsWholeOrHasNoNameAtAnyMoment() {
    var undisturbed = Duration.ZERO;
    for (int n = 0; n <= MOMENTS; n++) {
      var scene = left();
      undisturbed = killed(n, undisturbed, backup(scene));
      isBackedUp(scene, "killed at moment " + n);
    }
  }

  private static void isBackedUp(Scene scene, String when) {
    assertThat(files(scene, "_pre_v").stream().map(KilledFilesTest::whole))
        .as(when)
        .allMatch("ok 40"::equals);
    var again = scene.migrate(backup(scene));
    assertThat(again.code()).as("%s: %s", when, again.text()).isZero();
    assertThat(files(scene, "_pre_v").stream().map(KilledFilesTest::whole))
        .as(when)
        .isNotEmpty()
        .containsOnly("ok 40");
  }

  @Test
  void whatABackupLeftUnfinishedIsRemovedUnlessItMayStillBeWritten() throws IOException {
    var scene = left();
    var folder = scene.folder.getParent();
    var dead = Files.createFile(folder.resolve("app_pre_v1_20260101_080910.db.part"));
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    var written = Files.createFile(folder.resolve("app_pre_v1_20260101_080911.db.part"));

    assertThat(scene.migrate(backup(scene)).code()).isZero();

    assertThat(dead).doesNotExist();
    assertThat(written).exists();
  }

  @Test
  void theRepairOfARecreateIsCompletedWhereverItWasKilled() {
    KillSweep.sweep(
        1,
        1,
        this::recreating,
        (n, scene) -> {
          var repair = new String[] {"repair", "--recreate", "counter", "--url", scene.url()};
          boolean killed = halting.endedAt(n, repair);
          if (!scene.hasTable("counter")) {
            var again = scene.migrate(repair);
            assertThat(again.code()).as("killed before %s: %s", n, again.text()).isZero();
          }
          assertThat(scene.hasTable("counter_new")).isFalse();
          assertThat(scene.counter()).isEqualTo(1);
          assertThat(scene.up().applied()).isEqualTo("3");
          return killed;
        });
  }

  /** What a process left that was killed while it made a table anew. */
  private Scene recreating() {
    var scene = empty().counting();
    scene.up("--to", "2");
    scene.sql(
        "CREATE TABLE counter_new (n integer NOT NULL)",
        "INSERT INTO counter_new SELECT * FROM counter",
        "DROP TABLE counter");
    return scene;
  }

  /** The first run, number 0, isn't killed: it tells how long one takes. */
  private static Duration killed(int number, Duration undisturbed, String... args) {
    long start = System.nanoTime();
    try {
      var process = JavaProcess.silently(JavaProcess.migrate(args));
      if (number == 0) {
        assertThat(process.waitFor()).isZero();
        return Duration.ofNanos(System.nanoTime() - start);
      }
      // what comes before the first statement is the start of Java, and changes nothing
      long half = undisturbed.toNanos() / 2;
      process.waitFor(half + RANDOM.nextLong(half), TimeUnit.NANOSECONDS);
      process.destroyForcibly().waitFor();
      return undisturbed;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
