package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The histories of other tools are taken over, and stay as they are. */
class AdoptTest extends DatabaseTest {
  private static final String TIME = "2024-05-06 07:08:09";

  /** Three files, of which the database has the first two. */
  private Scene files() {
    scene.sql("CREATE TABLE counter (n integer NOT NULL)", "INSERT INTO counter VALUES (1)");
    return scene.counting();
  }

  private void adopts(String tool, String... more) {
    var dry = scene.verb("adopt", with("--dry-run", more));
    assertThat(dry.code()).as(dry.text()).isZero();
    assertThat(scene.hasTable("schema_migration_window")).isFalse();

    var adopt = scene.verb("adopt", more);

    assertThat(adopt.code()).as(adopt.text()).isZero();
    assertThat(adopt.json()).isEqualTo(dry.json());
    assertThat(adopt.json().path("from").asText()).isEqualTo(tool);
    assertThat(scene.history()).isEqualTo("1 baselined,2 baselined");
    assertThat(scene.window()).as("3 is a contract that is still to come").isEqualTo("0 3 null");
    var up = scene.up();
    assertThat(up.applied()).as(up.text()).isEqualTo("3");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.verb("adopt", more).reason()).isEqualTo("NeedsApproval");
    assertThat(scene.verb("adopt", more).code()).isEqualTo(3);
  }

  private static String[] with(String flag, String... more) {
    var all = java.util.Arrays.copyOf(more, more.length + 1);
    all[more.length] = flag;
    return all;
  }

  private String times() {
    return scene.ask(
        "SELECT applied_at FROM schema_migration_history WHERE status = 'baselined' ORDER BY id");
  }

  private String yes() {
    return engine == Engine.SQLITE ? "1" : "true";
  }

  private String no() {
    return engine == Engine.SQLITE ? "0" : "false";
  }

  private void flyway(int checksum) {
    scene.sql(
        "CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50),"
            + " description varchar(200), type varchar(20), script varchar(1000), checksum integer,"
            + " installed_by varchar(100), installed_on timestamp, execution_time integer, success boolean)",
        "INSERT INTO flyway_schema_history VALUES (1, '1', 'counter', 'SQL', 'V1__counter.sql', NULL, 'me', '"
            + TIME
            + "', 12, "
            + yes()
            + ")",
        "INSERT INTO flyway_schema_history VALUES (2, '2', 'step', 'SQL', 'V2__step.sql', "
            + checksum
            + ", 'me', '"
            + TIME
            + "', 3, "
            + yes()
            + ")",
        "INSERT INTO flyway_schema_history VALUES (3, NULL, 'views', 'SQL', 'R__views.sql', 9, 'me', '"
            + TIME
            + "', 3, "
            + yes()
            + ")");
  }

  /** Of the lines "-- phase: expand" and the statement, as Flyway counts it. */
  private static int crc() {
    var crc = new java.util.zip.CRC32();
    crc.update(("-- phase: expand" + Scene.COUNT + ";").getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  @Test
  void flywaysHistoryIsTakenOverWithItsTimes() {
    files();
    flyway(crc());

    adopts("flyway");

    assertThat(times()).contains("2024-05-06");
    assertThat(scene.ask("SELECT count(*) FROM flyway_schema_history")).isEqualTo("3");
  }

  @Test
  void aFileThatFlywayAppliedOtherwiseIsRefused() {
    files();
    flyway(4711);

    var refused = scene.verb("adopt");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text())
        .contains("002_step.sql")
        .contains("4711")
        .contains("--accept-checksum");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();

    adopts("flyway", "--accept-checksum", "line ends");
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '2'"))
        .contains("line ends");
  }

  @Test
  void aFailedMigrationHasToBePutRightFirst() {
    files();
    flyway(crc());
    scene.sql("UPDATE flyway_schema_history SET success = " + no() + " WHERE installed_rank = 2");

    var refused = scene.verb("adopt");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("failed");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();
  }

  @Test
  void alembicsRevisionNeedsItsVersion() {
    files();
    scene.sql(
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('a1b2c3')");

    var refused = scene.verb("adopt");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("--map a1b2c3=7");

    adopts("alembic", "--map", "a1b2c3=2");
  }

  @Test
  void d1NamesItsFiles() {
    files();
    scene.sql(
        "CREATE TABLE d1_migrations (id integer PRIMARY KEY, name text UNIQUE, applied_at timestamp NOT NULL)",
        "INSERT INTO d1_migrations VALUES (1, '001_counter.sql', '" + TIME + "')",
        "INSERT INTO d1_migrations VALUES (2, '002_step.sql', '" + TIME + "')");

    adopts("d1");

    assertThat(times()).contains("2024-05-06");
  }

  private void sqlx(String checksum) {
    var blob = engine == Engine.SQLITE ? "BLOB" : "bytea";
    var value = engine == Engine.SQLITE ? "x'" + checksum + "'" : "'\\x" + checksum + "'";
    scene.sql(
        "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL, installed_on timestamp"
            + " NOT NULL, success boolean NOT NULL, checksum "
            + blob
            + " NOT NULL, execution_time bigint NOT NULL)",
        "INSERT INTO _sqlx_migrations VALUES (1, 'counter', '"
            + TIME
            + "', "
            + yes()
            + ", "
            + value
            + ", 5000000)",
        "DELETE FROM _sqlx_migrations WHERE version = 9");
  }

  @Test
  void sqlxsChecksumsAreChecked() throws Exception {
    var content = "-- phase: expand\n" + Scene.COUNTER;
    var sha = MessageDigest.getInstance("SHA-384").digest(content.getBytes(StandardCharsets.UTF_8));
    files();
    sqlx(HexFormat.of().formatHex(sha));
    assertThat(scene.verb("adopt", "--dry-run").code()).isZero();
    scene.file("001_counter.sql", content + "-- edited\n");

    var refused = scene.verb("adopt");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("001_counter.sql").contains("sqlx");
    scene.file("001_counter.sql", content);
    assertThat(scene.verb("adopt").code()).isZero();
    assertThat(scene.ask("SELECT execution_time_ms FROM schema_migration_history")).isEqualTo("5");
    assertThat(scene.window()).isEqualTo("0 1 null");
  }

  @Test
  void dieselsVersionsAreItsFolders() {
    scene.sql("CREATE TABLE counter (n integer NOT NULL)", "INSERT INTO counter VALUES (1)");
    scene
        .file("20230102030405_counter.sql", Scene.COUNTER)
        .file("2024-01-02-030405-0001_newer/up.sql", Scene.COUNT + ";\n")
        .file("2024-01-02_030405_day/up.sql", Scene.COUNT + ";\n")
        .sql(
            "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL)",
            "INSERT INTO __diesel_schema_migrations VALUES ('00000000000000', '" + TIME + "')",
            "INSERT INTO __diesel_schema_migrations VALUES ('20230102030405', '" + TIME + "')",
            "INSERT INTO __diesel_schema_migrations VALUES ('20240102', '" + TIME + "')",
            "INSERT INTO __diesel_schema_migrations VALUES ('202401020304050001', '" + TIME + "')");

    assertThat(scene.verb("adopt").code()).isZero();

    assertThat(scene.history())
        .isEqualTo(
            "0.0.0.1 baselined,20230102030405 baselined,20240102000000 baselined,"
                + "20240102030405.1 baselined");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
  }

  @Test
  void golangMigrateKnowsHowFarItCame() {
    files();
    scene.sql(
        "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)",
        "INSERT INTO schema_migrations VALUES (2, " + yes() + ")");
    var refused = scene.verb("adopt");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("dirty");

    scene.sql("UPDATE schema_migrations SET dirty = " + no());
    adopts("golang-migrate");
  }

  @Test
  void goosesLastRowOfAVersionCounts() {
    files();
    var goose = "INSERT INTO goose_db_version VALUES (";
    scene.sql(
        "CREATE TABLE goose_db_version (id integer PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL,"
            + " tstamp timestamp)",
        goose + "1, 0, " + yes() + ", '" + TIME + "')",
        goose + "2, 1, " + yes() + ", '" + TIME + "')",
        goose + "3, 2, " + yes() + ", '" + TIME + "')",
        goose + "4, 2, " + no() + ", '" + TIME + "')",
        goose + "5, 2, " + yes() + ", '" + TIME + "')",
        goose + "6, 3, " + yes() + ", '" + TIME + "')",
        goose + "7, 3, " + no() + ", '" + TIME + "')");

    adopts("goose");
  }

  @Test
  void dbmateNotesVersionsAndNothingElse() {
    files();
    scene.sql(
        "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)",
        "INSERT INTO schema_migrations VALUES ('001')",
        "INSERT INTO schema_migrations VALUES ('002')");

    adopts("dbmate");
  }

  @Test
  void blueplanesRowsWithoutFilesAreTakenOver() {
    scene.sql("CREATE TABLE counter (n integer NOT NULL)", "INSERT INTO counter VALUES (1)");
    var row = "INSERT INTO migration_history VALUES (";
    scene
        .file("V003__three/up.sql", Scene.COUNT + ";\n")
        .sql(
            "CREATE TABLE migration_history (version integer PRIMARY KEY, description text, checksum text,"
                + " applied_at timestamp, execution_time_ms integer, status text)",
            row + "1, 'one', NULL, '" + TIME + "', 5, 'completed')",
            row + "2, 'inline', NULL, '" + TIME + "', 5, 'completed')",
            row + "3, 'three', 'abc', '" + TIME + "', 5, 'rolled_back')");

    assertThat(scene.verb("adopt").code()).isZero();

    assertThat(scene.history()).isEqualTo("1 baselined,2 baselined");
    assertThat(scene.up().applied()).isEqualTo("3");
    assertThat(scene.counter()).isEqualTo(2);
  }

  @Test
  void whatForgeSkippedStaysPendingAndIsToldApart() {
    scene.sql("CREATE TABLE counter (n integer NOT NULL)", "INSERT INTO counter VALUES (1)");
    scene
        .expand(1, "SELECT 1")
        .expand(2, Scene.COUNT)
        .expand(3, "SELECT 3")
        .sql(
            "CREATE TABLE forge_migrations (name text PRIMARY KEY, applied_at timestamp, checksum text)",
            "INSERT INTO forge_migrations VALUES ('001_step', '" + TIME + "', NULL)",
            "INSERT INTO forge_migrations VALUES ('003_step', '" + TIME + "', NULL)");

    var adopt = scene.verb("adopt");

    assertThat(adopt.json().path("pending").toString()).isEqualTo("[\"2\"]");
    assertThat(scene.window()).as("2 is missing").isEqualTo("0 1 null");
    assertThat(scene.up("--out-of-order").applied()).isEqualTo("2");
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.window()).isEqualTo("0 3 null");
  }

  @Test
  void aRowWithoutAFileStandsForItselfOnly() {
    scene
        .expand(1, "SELECT 1")
        .expand(2, "SELECT 2")
        .sql(
            "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)",
            "INSERT INTO schema_migrations VALUES ('001')",
            "INSERT INTO schema_migrations VALUES ('005')");
    assertThat(scene.verb("adopt").code()).isZero();
    scene.expand(4, "CREATE TABLE late (id integer)").expand(6, "SELECT 6");

    var status = scene.verb("status");

    assertThat(status.text())
        .contains(
            "{\"version\":\"4\",\"description\":\"step\",\"phase\":\"expand\",\"status\":\"pending\"");
    assertThat(scene.up().code()).as("2 and 4 came late").isEqualTo(3);
    assertThat(scene.up("--out-of-order").applied()).isEqualTo("2 4 6");
    assertThat(scene.hasTable("late")).isTrue();
    scene.file("005_back.sql", "SELECT 1;\n");
    assertThat(scene.up().outcome()).as("its file is back").isEqualTo("nothing_to_do");
  }

  @Test
  void theWindowAndThePhasesAreAsUpWouldHaveLeftThem() {
    scene.sql("CREATE TABLE users (id integer, a text, b text)", "ALTER TABLE users DROP COLUMN a");
    scene
        .file("1_users.sql", "CREATE TABLE users (id integer, a text, b text);\n")
        .file("2_drop.sql", "ALTER TABLE users DROP COLUMN a;\n")
        .file("3_undecided.sql", "ANALYZE;\n")
        .file("4_more.sql", "CREATE TABLE more (id integer);\n")
        .sql(
            "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)",
            "INSERT INTO schema_migrations VALUES ('1'), ('2'), ('4')");

    var adopt = scene.verb("adopt");

    assertThat(adopt.json().at("/window/minimum").asText()).as(adopt.text()).isEqualTo("2");
    assertThat(scene.window()).isEqualTo("2 2 null");
    assertThat(phases()).isEqualTo("1 expand,2 contract,4 expand");
    var old = scene.migrate("verify", "--url", scene.url(), "--version", "1", "--timeout", "1s");
    assertThat(old.code()).as(old.text()).isEqualTo(3);
  }

  private String phases() {
    return scene.ask("SELECT version, phase FROM schema_migration_history ORDER BY id");
  }

  @Test
  void aFileThatGolangMigrateSkippedIsSeenByWhatItCreates() {
    scene.sql(
        "CREATE TABLE t1 (id integer)",
        "CREATE TABLE t4 (id integer, extra text)",
        "CREATE INDEX t4_extra ON t4 (extra)",
        "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)",
        "INSERT INTO schema_migrations VALUES (5, " + no() + ")");
    scene
        .file("1_t1.up.sql", "CREATE TABLE t1 (id integer);\nCREATE TABLE gone (id integer);\n")
        .file("2_drop.up.sql", "-- phase: contract\nDROP TABLE gone;\n")
        .file("3_late.up.sql", "CREATE TABLE t3 (id integer);\nCREATE INDEX t3_id ON t3 (id);\n")
        .file(
            "4_t4.up.sql",
            "CREATE TABLE \"T4_OLD\" (id integer);\nALTER TABLE \"T4_OLD\" RENAME TO t4;\n")
        .file(
            "5_extra.up.sql",
            "ALTER TABLE t4 ADD extra text;\nCREATE INDEX t4_extra ON t4 (extra);\n");

    var refused = scene.verb("adopt");

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.json().at("/failure/message").asText())
        .isEqualTo(
            "golang-migrate notes only 5: 4 files from 1_t1.up.sql to 4_t4.up.sql are believed to be applied; but table"
                + " t3 (3_late.up.sql:1) is missing");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();
    var adopt = scene.verb("adopt", "--yes");
    assertThat(adopt.code()).as(adopt.text()).isZero();
    assertThat(adopt.json().path("missing").size()).isEqualTo(1);
    var marked = scene.args("mark-rolled-back");
    var all = new java.util.ArrayList<>(java.util.List.of(marked));
    all.add(1, "3");
    assertThat(Scene.migrate(java.util.Map.of(), all.toArray(String[]::new)).code()).isZero();
    assertThat(scene.up().applied()).isEqualTo("3");
    assertThat(scene.hasTable("t3")).isTrue();
  }

  @Test
  void whatAToolNotedAndTheDatabaseLacksIsSaid() {
    scene
        .file("1_t1.sql", "CREATE TABLE t1 (id integer);\n")
        .sql(
            "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)",
            "INSERT INTO schema_migrations VALUES ('1')");

    var adopt = scene.verb("adopt");

    assertThat(adopt.code()).isZero();
    assertThat(adopt.err()).contains("table t1 (1_t1.sql:1) is missing");
  }

  @Test
  void aMapNamesFilesThatThereAre() {
    files();
    scene.sql(
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('a1b2c3')");

    var refused = scene.verb("adopt", "--map", "a1b2c3=50");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("--map a1b2c3=50: there is no file of version 50");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();
    assertThat(scene.verb("adopt", "--map", "a1b2c3=2,zzz=1").err())
        .contains("alembic_version has no zzz");
  }

  @Test
  void severalToolsOrNoneAskForAName() {
    files();
    assertThat(scene.verb("adopt").text()).contains("migrate baseline");
    assertThat(scene.verb("adopt", "--from", "rails").code()).isEqualTo(2);
    assertThat(scene.verb("adopt", "--from", "goose").code()).isEqualTo(3);
    scene.sql(
        "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)",
        "INSERT INTO schema_migrations VALUES ('001')",
        "INSERT INTO schema_migrations VALUES ('002')",
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)");
    assertThat(scene.verb("adopt").text()).contains("alembic, dbmate");

    adopts("dbmate", "--from", "dbmate");
  }
}
