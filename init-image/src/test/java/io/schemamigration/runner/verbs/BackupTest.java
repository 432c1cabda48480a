package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.OtherProcess;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of SQLite before a run, and the way back to them. */
class BackupTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(Engine.SQLITE, temp).counting();
  }

  private List<String> files(String part) {
    try (var files = Files.list(temp)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.contains(part))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ask(String file, String sql) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temp.resolve(file));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFirstInstallHasNothingToBackUp() {
    assertThat(scene.up().code()).isZero();

    assertThat(files("_pre_")).isEmpty();
  }

  @Test
  void aRunBacksUpTheStateBeforeItsFirstMigrationAndOnlyIfThereIsOne() {
    scene.up("--to", "1");
    scene.up("--to", "1");
    assertThat(files("_pre_")).isEmpty();

    assertThat(scene.up().err()).contains("backed up to");

    var backup = files("_pre_").getFirst();
    assertThat(files("app")).containsExactly("app.db", "app.db.migrate-lock", backup);
    assertThat(backup).matches("app_pre_v2_\\d{8}_\\d{6}\\.db");
    assertThat(ask(backup, "SELECT n FROM counter")).isEqualTo("0");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void whatIsOnlyInTheWalIsBackedUpAndTheJournalModeStays() {
    scene.up("--to", "1");
    scene.sql("PRAGMA journal_mode = WAL");
    try (var other = new OtherProcess(scene.name(), "UPDATE counter SET n = 40")) {
      assertThat(other.pid()).isPositive();
      assertThat(scene.up().code()).isZero();
    }

    assertThat(ask(files("_pre_").getFirst(), "SELECT n FROM counter")).isEqualTo("40");
    assertThat(scene.counter()).isEqualTo(42);
    assertThat(scene.ask("PRAGMA journal_mode")).isEqualTo("wal");
    assertThat(files("part")).isEmpty();
  }

  @Test
  void aRunGoesWithoutABackupIfAskedTo() {
    scene.up("--to", "1");

    assertThat(scene.up("--no-backup").code()).isZero();

    assertThat(files("_pre_")).isEmpty();
  }

  @Test
  void aJobBacksUpOnlyWhereItHasAFolderForIt() {
    scene.step("expand", 1, "--version", "1");
    scene.step("expand", 2, "--version", "2");
    assertThat(files("_pre_")).isEmpty();

    scene
        .expand(4, Scene.COUNT)
        .file("004_step.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    var folder = temp.resolve("backups");
    var step = scene.step("expand", 3, "--version", "4", "--backup-dir", folder.toString());

    assertThat(step.code()).as(step.text()).isZero();
    assertThat(folder).isDirectoryContaining(f -> f.toString().contains("app_pre_v4_"));
  }

  @Test
  void whereNoBackupCanBeMadeNothingIsApplied() throws IOException {
    scene.up("--to", "1");
    var folder = Files.writeString(temp.resolve("file"), "not a folder");

    var refused = scene.up("--backup-dir", folder.toString());

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text()).contains("can't back up", "--backup-dir");
    assertThat(scene.counter()).isZero();
    assertThat(scene.history()).isEqualTo("1 completed");
  }

  @Test
  void aDamagedDatabaseIsNotBackedUpAndNothingIsApplied() throws IOException {
    scene.up("--to", "1");
    scene.sql("CREATE TABLE big (a)", "CREATE INDEX by_a ON big (a)");
    scene.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) INSERT INTO big SELECT hex(zeroblob(20)) || i FROM n");
    var file = Path.of(scene.name());
    int page =
        Integer.parseInt(scene.ask("SELECT rootpage FROM sqlite_master WHERE name = 'by_a'"));
    var bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, (page - 1) * 4096 + 100, page * 4096, (byte) 7);
    Files.write(file, bytes);

    var refused = scene.up();

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text()).contains("is damaged");
    assertThat(files("_pre_")).isEmpty();
    assertThat(scene.counter()).isZero();
  }

  @Test
  void theLastTenAreKeptAndFilesOfOtherNamesAreLeftAlone() throws IOException {
    scene.up("--to", "1");
    for (int i = 1; i <= 12; i++) {
      Files.writeString(temp.resolve("app_pre_v1_202001%02d_000000.db".formatted(i)), "old");
    }
    Files.writeString(temp.resolve("app_pre_vacation.db"), "mine");
    Files.writeString(temp.resolve("other_pre_v1_20200101_000000.db"), "another's");

    scene.up("--to", "2");

    assertThat(files("app_pre_v"))
        .hasSize(11)
        .contains("app_pre_vacation.db", "app_pre_v1_20200112_000000.db")
        .doesNotContain("app_pre_v1_20200103_000000.db");
    assertThat(files("other")).hasSize(1);

    scene.up("--keep", "2");
    assertThat(files("app_pre_v")).hasSize(3);
  }

  @Test
  void aBackupIsReadableByWhomTheDatabaseIs() throws IOException {
    scene.up("--to", "1");
    Files.setPosixFilePermissions(
        Path.of(scene.name()), PosixFilePermissions.fromString("rw-------"));

    scene.up();

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(temp.resolve(files("_pre_").getFirst()))))
        .isEqualTo("rw-------");
  }

  @Test
  void theWayBackIsBackedUpToo() {
    scene.file("002_step.sql", "-- Up\n" + Scene.COUNT + ";\n-- Down\n" + Scene.COUNT + " - 2;\n");
    scene.up("--to", "2");

    assertThat(scene.verb("down").err()).contains("backed up to");

    assertThat(ask(files("_pre_v2_").getLast(), "SELECT n FROM counter")).isEqualTo("1");
    assertThat(scene.counter()).isZero();
  }

  private Result restore(String... more) {
    var args = new ArrayList<>(List.of("restore", "--url", scene.url()));
    args.addAll(List.of(more));
    return Scene.migrate(Map.of(), args.toArray(String[]::new));
  }

  private String backup() {
    assertThat(Scene.migrate(Map.of(), "backup", "--url", scene.url()).code()).isZero();
    return temp.resolve(files("_pre_").getLast()).toString();
  }

  @Test
  void restoreGoesBackAndKeepsWhatWasThere() {
    scene.up("--to", "1");
    var backup = backup();
    scene.up("--no-backup");

    var restored = restore(backup);

    assertThat(restored.code()).as(restored.text()).isZero();
    assertThat(restored.err()).contains("code from schema 0 to 1 may run");
    assertThat(scene.counter()).isZero();
    assertThat(scene.history()).isEqualTo("1 completed");
    assertThat(ask(files("_before_restore_").getFirst(), "SELECT n FROM counter")).isEqualTo("2");
    assertThat(scene.up().code()).isZero();
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void restoreTakesAWalThatWasLeftBehindHomeFirst() throws IOException {
    scene.up("--to", "1");
    var backup = backup();
    scene.sql("PRAGMA journal_mode = WAL");
    try (var other = new OtherProcess(scene.name(), "UPDATE counter SET n = 7")) {
      assertThat(other.pid()).isPositive();
    }
    assertThat(Path.of(scene.name() + "-wal")).isNotEmptyFile();

    assertThat(restore(backup).code()).isZero();

    assertThat(Path.of(scene.name() + "-wal")).doesNotExist();
    assertThat(scene.counter()).isZero();
    assertThat(ask(files("_before_restore_").getFirst(), "SELECT n FROM counter")).isEqualTo("7");
  }

  @Test
  void restoreIsRefusedWhileAnotherProcessHasTheDatabaseOpenAndNamesIt() {
    scene.up("--to", "1");
    var backup = backup();
    scene.up("--no-backup");
    try (var other = new OtherProcess(scene.name(), "SELECT 1")) {
      var refused = restore(backup);

      assertThat(refused.code()).as(refused.text()).isEqualTo(3);
      assertThat(refused.err()).contains("is in use: pid " + other.pid() + " (java) has it open");
    }
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(files("_before_restore_")).isEmpty();
  }

  @Test
  void restoreIsRefusedWhileSomebodyWhoCantBeSeenHoldsALock() throws SQLException {
    scene.up("--to", "1");
    var backup = backup();
    try (var connection = scene.connect();
        var statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      assertThat(restore(backup).err()).contains("is in use: it is locked");
    }
    assertThat(files("_before_restore_")).isEmpty();
  }

  @Test
  void restoreRefusesWhatIsNoGoodBackup() throws IOException {
    scene.up();
    Files.writeString(temp.resolve("text"), "not a database ".repeat(100));

    var refused = restore(temp.resolve("text").toString());

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("The database is as it was");
    assertThat(restore(temp.resolve("nowhere").toString()).err()).contains("there is no backup");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(files("_before_restore_")).isEmpty();
    assertThat(files("part")).isEmpty();
  }

  @Test
  void restoreMendsADatabaseThatCantBeReadAndKeepsIt() throws IOException {
    scene.up();
    var backup = backup();
    Files.writeString(Path.of(scene.name()), "gone ".repeat(1000));

    assertThat(restore(backup).code()).isZero();

    assertThat(scene.counter()).isEqualTo(2);
    assertThat(temp.resolve(files("_before_restore_").getFirst())).content().startsWith("gone");
  }

  @Test
  void aDatabaseOfASchemaMigrationIsRestoredOnlyOnPurpose() {
    scene.step("expand", 1, "--version", "2");
    var backup = backup();

    var refused = restore(backup);

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains(Scene.OWNER, "--override-owner");
    assertThat(restore(backup, "--override-owner", "disk died").err())
        .contains("the database belongs to " + Scene.OWNER);
  }
}
