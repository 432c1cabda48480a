package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          databasechangelog (id text, author text, filename text) | liquibase
          "DATABASECHANGELOG" (id text, author text, filename text) | liquibase
          django_migrations (id integer, app text, name text)     | django
          knex_migrations (id integer, name text, batch integer)  | knex
          migrations (id integer, timestamp bigint, name text)    | typeorm
          migrations (id integer, migration text, batch integer)  | laravel
          pgmigrations (id integer, name text, run_on timestamp)  | node-pg-migrate
          __drizzle_migrations (id integer, hash text)            | drizzle
          _yoyo_migration (migration_hash text, migration_id text) | yoyo
          schema_version (version integer)                        | tern
          changes (change_id text, "change" text, project text)   | sqitch
          "SequelizeMeta" (name text)                             | sequelize
          """)
  void aToolWhoseHistoryIsNotTakenOverIsNamed(String table, String tool) {
    files();
    scene.sql("CREATE TABLE " + table);

    var refused = scene.verb("adopt");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text())
        .contains(tool + "'s table ", "isn't taken over", "migrate baseline --to VERSION");
    var up = scene.up();
    assertThat(up.reason()).isEqualTo("NeedsApproval");
    assertThat(up.json().at("/failure/hint").asText())
        .contains(tool + "'s table ", "migrate baseline --to VERSION");
  }

  /** As Prisma 6.19 leaves it: a row for each attempt, and the time of those that are resolved. */
  private void prisma(String... rows) {
    scene.sql(
        "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at"
            + " timestamp, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamp, started_at"
            + " timestamp NOT NULL, applied_steps_count integer NOT NULL DEFAULT 0)");
    for (int i = 0; i < rows.length; i++) {
      scene.sql(
          "INSERT INTO _prisma_migrations (id, started_at, migration_name, checksum, finished_at,"
              + " rolled_back_at) VALUES ('"
              + i
              + "', '2024-05-06 07:08:1"
              + i
              + "', "
              + rows[i]
              + ")");
    }
  }

  private static final String AT = "'" + TIME + "'";

  private static String sha256(String text) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'" + HexFormat.of().formatHex(digest) + "'";
  }

  @Test
  void prismasFoldersAreTakenOverInItsOrderAndItsRepairsCount() throws Exception {
    var users = "CREATE TABLE users (id integer PRIMARY KEY, a text, b text);\n";
    var drop = "ALTER TABLE users DROP COLUMN a;\n";
    scene
        .file("20240101_users/migration.sql", users)
        .file("20240103000000_a/migration.sql", "SELECT 3;\n")
        .file("20240103000000_drop/migration.sql", drop.replace("\n", "\r\n"))
        .file("20240104000000_next/migration.sql", "CREATE TABLE n (id integer PRIMARY KEY);\n")
        .sql(users, drop);
    prisma(
        "'20240101_users', " + sha256(users) + ", " + AT + ", NULL",
        "'20240103000000_a', " + sha256("SELECT 3;\n") + ", " + AT + ", NULL",
        "'20240103000000_drop', " + sha256("DROP typo") + ", NULL, " + AT,
        "'20240103000000_drop', " + sha256(drop) + ", " + AT + ", NULL",
        "'20240104000000_next', " + sha256("what was rolled back") + ", NULL, " + AT);

    var adopt = scene.verb("adopt");

    assertThat(adopt.code()).as(adopt.text()).isZero();
    assertThat(adopt.json().path("from").asText()).isEqualTo("prisma");
    assertThat(scene.history())
        .isEqualTo("20240101000000 baselined,20240103000000 baselined,20240103000000.1 baselined");
    assertThat(scene.window()).isEqualTo("20240103000000.1 20240103000000.1 null");
    assertThat(times()).contains("2024-05-06");
    assertThat(scene.up().applied()).isEqualTo("20240104000000");
  }

  @Test
  void whatPrismaHasAsFailedOrTheFolderHasOtherwiseIsRefused() throws Exception {
    scene.file("20240101000000_a/migration.sql", "SELECT 1;\n");
    prisma("'20240101000000_a', " + sha256("SELECT 1;\n") + ", NULL, NULL");

    var failed = scene.verb("adopt");

    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.text()).contains("prisma has 20240101000000_a as failed");

    scene.sql(
        "UPDATE _prisma_migrations SET finished_at = " + AT + ", checksum = " + sha256("another"));
    var edited = scene.verb("adopt");

    assertThat(edited.code()).isEqualTo(3);
    assertThat(edited.text()).contains("20240101000000_a", "--accept-checksum");
  }

  @Test
  void upNamesAdoptWhereItHelps() {
    files();
    d1();

    assertThat(scene.up().json().at("/failure/hint").asText())
        .isEqualTo("d1's table d1_migrations exists: take over what it notes: migrate adopt.");
    assertThat(scene.verb("plan").text()).contains("migrate adopt");
  }

  private void d1() {
    scene.sql(
        "CREATE TABLE d1_migrations (id integer PRIMARY KEY, name text UNIQUE, applied_at timestamp NOT NULL)",
        "INSERT INTO d1_migrations VALUES (1, '001_counter.sql', '" + TIME + "')",
        "INSERT INTO d1_migrations VALUES (2, '002_step.sql', '" + TIME + "')");
  }

  @Test
  void aTableOfAnotherNameIsNamed() {
    files();
    d1();
    scene.sql("ALTER TABLE d1_migrations RENAME TO our_migrations");
    assertThat(scene.verb("adopt").text())
        .contains("no history of another tool exists", "--table NAME", "baseline --to VERSION");
    assertThat(scene.verb("adopt", "--table", "nowhere").code()).isEqualTo(3);
    assertThat(scene.verb("adopt", "--table", "our_migrations").text()).contains("d1, forge");
    assertThat(scene.verb("adopt", "--table", "counter", "--from", "d1").code()).isEqualTo(3);

    adopts("d1", "--table", "our_migrations", "--from", "d1");
  }

  @Test
  void anOldFlywaysTableIsNamed() {
    files();
    flyway(crc());
    scene.sql("ALTER TABLE flyway_schema_history RENAME TO schema_version");
    assertThat(scene.verb("adopt").text()).contains("no history of another tool exists");

    adopts("flyway", "--table", "schema_version");
  }

  @Test
  void aTableInAnotherSchemaIsFound() {
    if (engine == Engine.SQLITE) {
      return;
    }
    files();
    d1();
    scene.sql("CREATE SCHEMA tools", "ALTER TABLE d1_migrations SET SCHEMA tools");

    var refused = scene.verb("adopt");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("tools.d1_migrations", "currentSchema=tools", "--table");
    assertThat(scene.up().text()).contains("migrate adopt --table tools.d1_migrations");
    adopts("d1", "--table", "tools.d1_migrations");
  }

  @Test
  void allFilesThatDifferAreNamedAndEachIsAcceptedByItself() {
    files();
    flyway(4711);
    scene.sql("UPDATE flyway_schema_history SET checksum = 12 WHERE installed_rank = 1");

    var refused = scene.verb("adopt", "--accept-checksum", "001_counter.sql=a comment, only");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("002_step.sql=REASON").doesNotContain("001_counter.sql=");
    assertThat(scene.verb("adopt").text()).contains("001_counter.sql", "002_step.sql", "4711");
    adopts("flyway", "--accept-checksum", "001_counter.sql=a comment, only,002_step.sql=line ends");
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '1'"))
        .contains("a comment, only");
    assertThat(scene.ask("SELECT applied_by FROM schema_migration_history WHERE version = '2'"))
        .isEqualTo("me");
  }

  @Test
  void flywaysBaselineIsNotComparedAndItsRepeatableFilesAreTakenOver() {
    files();
    flyway(4711);
    scene.sql(
        "UPDATE flyway_schema_history SET type = 'SQL_BASELINE', script = 'B2__base.sql' WHERE installed_rank = 2",
        "DELETE FROM flyway_schema_history WHERE installed_rank = 1",
        "CREATE TABLE views (id integer)");
    var crc = new java.util.zip.CRC32();
    crc.update("INSERT INTO views VALUES (1);".getBytes(StandardCharsets.UTF_8));
    scene
        .file("R__views.sql", "INSERT INTO views VALUES (1);\n")
        .sql(
            "UPDATE flyway_schema_history SET checksum = "
                + (int) crc.getValue()
                + " WHERE installed_rank = 3");

    var adopt = scene.verb("adopt");

    assertThat(adopt.code()).as(adopt.text()).isZero();
    assertThat(adopt.json().path("believed").asText())
        .isEqualTo("flyway notes only 2: 001_counter.sql is believed to be applied");
    assertThat(adopt.json().at("/repeatables/0").asText()).isEqualTo("R__views");
    assertThat(scene.up().applied()).isEqualTo("3");
    assertThat(scene.ask("SELECT count(*) FROM views")).as("not run again").isEqualTo("0");
  }

  @Test
  void twoRowsOfOneVersionAreToldApartByName() {
    scene
        .expand(1, "SELECT 1")
        .file("004_b.sql", "SELECT 4;\n")
        .file("005_a.sql", "SELECT 5;\n")
        .sql(
            "CREATE TABLE d1_migrations (id integer PRIMARY KEY, name text UNIQUE, applied_at timestamp NOT NULL)",
            "INSERT INTO d1_migrations VALUES (1, '001_step.sql', '" + TIME + "')",
            "INSERT INTO d1_migrations VALUES (2, '004_a.sql', '" + TIME + "')",
            "INSERT INTO d1_migrations VALUES (3, '004_b.sql', '" + TIME + "')");

    var refused = scene.verb("adopt");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text())
        .contains(
            "004_a.sql and 004_b.sql, both of version 4", "renumber", "--map 004_b.sql=VERSION");
    assertThat(scene.verb("adopt", "--map", "004_a.sql=5").code()).isZero();
    assertThat(scene.history()).isEqualTo("1 baselined,4 baselined,5 baselined");
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
  }

  @Test
  void timesWithoutAZoneAreReadInTheZoneThatIsNamed() {
    if (engine == Engine.SQLITE) {
      return;
    }
    files();
    flyway(crc());

    var adopt = scene.verb("adopt", "--time-zone", "Asia/Tokyo");

    assertThat(adopt.err()).contains("have no zone; they are read as Asia/Tokyo");
    assertThat(
            scene.ask(
                "SELECT DISTINCT applied_at AT TIME ZONE 'UTC' FROM schema_migration_history"))
        .isEqualTo("2024-05-05 22:08:09");
    assertThat(scene.verb("adopt", "--time-zone", "Mars").code()).isEqualTo(2);
  }

  @Test
  void dieselsTimesAreUtc() {
    if (engine == Engine.SQLITE) {
      return;
    }
    scene
        .file("20230102030405_one.sql", "SELECT 1;\n")
        .sql(
            "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL)",
            "INSERT INTO __diesel_schema_migrations VALUES ('20230102030405', '" + TIME + "')");

    assertThat(scene.verb("adopt", "--time-zone", "Asia/Tokyo").code()).isZero();

    assertThat(scene.ask("SELECT applied_at AT TIME ZONE 'UTC' FROM schema_migration_history"))
        .isEqualTo("2024-05-06 07:08:09");
  }

  @Test
  void alembicsOwnLinesAreTakenOutFirst() {
    scene
        .file("001_all.sql", "CREATE TABLE alembic_version (version_num varchar(32));\nSELECT 1;\n")
        .sql(
            "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)",
            "INSERT INTO alembic_version VALUES ('a1b2c3')");

    var refused = scene.verb("adopt", "--map", "a1b2c3=1");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text()).contains("Alembic's own", "001_all.sql:1");
  }

  @Test
  void aHistoryWithoutAnAppliedMigrationMakesNone() {
    files();
    scene.sql(
        "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)");

    assertThat(scene.verb("adopt").text()).contains("has no applied migration", "baseline --to 0");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();
    assertThat(scene.verb("baseline", "--to", "0").code()).isZero();
  }

  @Test
  void aRowWithoutAFileKeepsItsDescription() throws Exception {
    files();
    sqlx("00");
    scene.folder.resolve("001_counter.sql").toFile().delete();

    assertThat(scene.verb("adopt").json().at("/adopted/0/description").asText())
        .isEqualTo("counter");
  }

  @Test
  void forgesPresentTableHasTheNumberInAColumn() {
    files();
    scene.sql(
        "CREATE TABLE forge_migrations (id integer, version text, name text, applied_at timestamp, checksum text)",
        "INSERT INTO forge_migrations VALUES (1, '0001', 'initial', '" + TIME + "', NULL)",
        "INSERT INTO forge_migrations VALUES (2, '0002', 'more', '" + TIME + "', NULL)");

    adopts("forge");
  }

  @Test
  void whoAdoptsIsRemindedToSwitchTheOtherToolOff() {
    files();
    d1();

    var adopt = scene.migrate("adopt", "--url", scene.url(), "--dir", scene.folder.toString());

    assertThat(adopt.out()).contains("now switch d1 off");
  }

  @Test
  void aBaselineOfADatabaseThatIsNotThereIsRefused() {
    if (engine == Engine.POSTGRESQL) {
      return;
    }
    files();
    var url = "sqlite:" + temp.resolve("typo.db");

    var refused =
        scene.migrate("baseline", "--to", "1", "--url", url, "--dir", scene.folder.toString());

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("there is no database ");
    assertThat(temp.resolve("typo.db")).doesNotExist();
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
