package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code migrate sql}: a script that does what {@code up} would do, once. */
class SqlTest extends DatabaseTest {
  private static final String ACCEPTED =
      """
      -- accept: unknown-statement tried here
      -- accept: trigger tried here
      -- accept: sqlite-pragma tried here
      -- accept: drop-view the same again
      -- accept: sqlite-drop-view the same again
      """;

  private static final String STATE =
      "SELECT minimum, maximum, claim, pending, digest, step_number FROM schema_migration_window";
  private static final String ROWS =
      "SELECT version, description, phase, checksum, status, statement FROM schema_migration_history"
          + " ORDER BY id";

  private boolean sqlite() {
    return engine == Engine.SQLITE;
  }

  /** A bit of everything. */
  private Scene files(Scene scene) {
    scene
        .counting()
        .file(
            "004_apart.sql",
            sqlite()
                ? ACCEPTED
                    + "-- phase: contract\n"
                    + Scene.COUNT
                    + ";\nVACUUM;\nCREATE TEMP TABLE counter (n integer);\n"
                : "-- phase: contract\nCREATE INDEX CONCURRENTLY by_n ON counter (n);\n"
                    + Scene.COUNT
                    + ";\nVACUUM counter;\nCREATE TEMP TABLE counter (n integer);\n")
        .file(
            "005_it's.sql",
            ACCEPTED
                + "-- phase: expand\n-- Description: it's \\ \"x\" $migrate$\n"
                + "-- verify: SELECT count(*) = 1 FROM "
                + (sqlite() ? "" : "public.")
                + "counter\n"
                + (sqlite()
                    ? "PRAGMA query_only = OFF;\nCREATE TABLE log (t);\nCREATE TRIGGER tr AFTER UPDATE ON counter"
                        + " BEGIN INSERT INTO log VALUES ('a;b'); END;\n"
                    : "SET ROLE pg_monitor;\nRESET ROLE;\nCREATE TABLE log (t text);\nCREATE FUNCTION f()"
                        + " RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\nSET search_path = pg_catalog;\n")
                + "UPDATE "
                + (sqlite() ? "" : "public.")
                + "counter SET n = n + 1;\n")
        .file(
            "R__view.sql",
            ACCEPTED
                + "-- phase: expand\nDROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT n FROM counter;\n");
    return sqlite()
        ? scene.file(
            "006_recreate.sql",
            """
            -- phase: contract
            CREATE TABLE c (id INTEGER PRIMARY KEY);
            INSERT INTO c VALUES (1);
            CREATE TABLE r (c REFERENCES c ON DELETE CASCADE);
            INSERT INTO r VALUES (1);
            CREATE TABLE c_new (id INTEGER PRIMARY KEY, x);
            INSERT INTO c_new SELECT id, 0 FROM c;
            DROP TABLE c;
            ALTER TABLE c_new RENAME TO c;
            """)
        : scene;
  }

  private Result script(Scene scene, String... more) {
    var args = new ArrayList<>(List.of("sql", "--dir", scene.folder.toString()));
    args.addAll(List.of(more));
    return Scene.migrate(Map.of(), args.toArray(String[]::new));
  }

  private String online(Scene scene, String... more) {
    var args = new ArrayList<>(List.of("--url", scene.url()));
    args.addAll(List.of(more));
    var made = script(scene, args.toArray(String[]::new));
    assertThat(made.code()).as(made.text()).isZero();
    return made.out();
  }

  private List<String> statements(String script) {
    var sql =
        script
            .lines()
            .filter(l -> !l.startsWith("\\") && !l.startsWith("."))
            .collect(Collectors.joining("\n"));
    return SqlSplitter.split(sqlite() ? Dialect.SQLITE : Dialect.POSTGRESQL, sql, 1).stream()
        .map(Statement::sql)
        .toList();
  }

  /** As psql and sqlite3 do it: up to the first error, whose message is returned. */
  private String carryOut(Scene scene, List<String> statements) {
    try (var connection = scene.connect();
        var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (var sql : statements) {
        statement.execute(sql);
      }
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String carryOut(String script) {
    return carryOut(scene, statements(script));
  }

  private static String state(Scene scene) {
    return scene.ask(ROWS) + "|" + scene.ask(STATE);
  }

  /** What up leaves in a database of its own. */
  private String undisturbed() {
    try (var other = files(new Scene(engine, temp.resolve("other")))) {
      var up = other.up("--no-backup");
      assertThat(up.code()).as(up.text()).isZero();
      assertThat(other.counter()).isEqualTo(4);
      return state(other);
    }
  }

  @Test
  void theScriptLeavesWhatUpLeavesAndRunTwiceChangesNothing() {
    var script = online(files(scene));

    assertThat(carryOut(script)).isEmpty();

    assertThat(state(scene)).isEqualTo(undisturbed());
    assertThat(scene.counter()).isEqualTo(4);
    assertThat(scene.ask("SELECT n FROM v")).isEqualTo("4");
    if (sqlite()) {
      assertThat(scene.ask("SELECT c FROM r"))
          .as("no row was deleted with its parent")
          .isEqualTo("1");
    }
    var before = state(scene);
    assertThat(carryOut(script)).contains("this database already has a history");
    assertThat(state(scene)).isEqualTo(before);
    assertThat(scene.counter()).isEqualTo(4);
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(online(scene)).isEqualTo("-- nothing to do\n");
  }

  @Test
  void withoutADatabaseItGoesOnFromTheVersionThatIsNamed() {
    var dialect = sqlite() ? "sqlite" : "postgresql";
    files(scene).up("--to", "2", "--no-backup");

    var script = script(scene, "--from", "2", "--dialect", dialect).out();
    var wrong = script(scene, "--from", "3", "--dialect", dialect).out();

    assertThat(carryOut(wrong)).contains("version 3 isn't applied");
    assertThat(carryOut(script)).isEmpty();
    assertThat(scene.ask(ROWS)).isEqualTo(undisturbed().split("\\|", -1)[0]);
    assertThat(scene.counter()).isEqualTo(4);
    assertThat(carryOut(script)).contains("is applied already");
    assertThat(scene.counter()).isEqualTo(4);
    assertThat(script(scene, "--from", "9", "--dialect", dialect).code()).isEqualTo(3);
    assertThat(script(scene, "--from", "2").code()).isEqualTo(2);
    assertThat(script(scene).code()).isEqualTo(2);
  }

  @Test
  void aScriptThatWasMadeBeforeARunIsRefused() {
    files(scene).up("--to", "1", "--no-backup");
    var script = online(scene, "--to", "2");
    scene.up("--to", "2", "--no-backup");

    assertThat(carryOut(script)).contains("this database was migrated since the script was made");
    assertThat(scene.counter()).isEqualTo(1);
    assertThat(carryOut(online(scene, "--to", "3"))).isEmpty();
    assertThat(scene.counter()).isEqualTo(2);
    assertThat(scene.window()).isEqualTo("3 4 null");
  }

  @Test
  void whileARunnerIsAtWorkPostgresqlRefusesTheScript() throws SQLException {
    if (sqlite()) {
      return; // its runners lock a file that sqlite3 doesn't know: the token alone keeps them apart
    }
    var script = online(files(scene));
    try (var runner = scene.connect();
        var statement = runner.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_lock(hashtextextended('schema-migration ' || current_schema(), 0))");

      assertThat(carryOut(script)).contains("another runner is at work on schema public");
    }
    assertThat(scene.hasTable("schema_migration_window")).isFalse();
  }

  /** A run takes the row after the script's first transaction. */
  @Test
  void aScriptThatWasOvertakenStops() {
    files(scene);
    var statements = statements(online(scene));
    int first = statements.indexOf("COMMIT") + 1;
    assertThat(carryOut(scene, statements.subList(0, first))).isEmpty();
    scene.sql("UPDATE schema_migration_window SET step_number = 7, step_id = 'other'");

    assertThat(carryOut(scene, statements.subList(first, statements.size())))
        .contains(sqlite() ? "no such table: temp.migrate_start" : "another run has taken");
    if (sqlite()) {
      var rest = new ArrayList<>(statements.subList(first, statements.size()));
      rest.addFirst("CREATE TEMP TABLE migrate_start (at REAL)");
      assertThat(carryOut(scene, rest)).contains("another run has taken this database over");
    }
    assertThat(scene.hasTable("counter")).isFalse();
  }

  @Test
  void aDatabaseWithTablesAnOwnerOrAFirmClaimIsRefused() {
    files(scene);
    var script = online(scene);
    scene.sql("CREATE TABLE others (n integer)");
    assertThat(carryOut(script)).contains("the database has tables, but no history");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();
    scene.sql("DROP TABLE others");
    scene.step("expand", 1, "--version", "2", "--first-install");

    var expandOnly = online(scene);
    assertThat(expandOnly).doesNotContain("003_step.sql");
    assertThat(carryOut(online(scene, "--override-owner", "incident 7", "--to", "3"))).isEmpty();
    assertThat(scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '3'"))
        .contains("incident 7");
    var dialect = sqlite() ? "sqlite" : "postgresql";
    assertThat(carryOut(script(scene, "--from", "3", "--dialect", dialect).out()))
        .contains("is migrated by a SchemaMigration");
    scene.sql("UPDATE schema_migration_window SET claim = '4', claim_firm = " + !sqlite());
    scene.sql("UPDATE schema_migration_window SET claim_firm = " + (sqlite() ? "1" : "true"));
    assertThat(script(scene, "--url", scene.url()).code()).isEqualTo(3);
    assertThat(
            carryOut(
                script(scene, "--from", "3", "--dialect", dialect, "--override-owner", "x").out()))
        .contains("a contract migration is being applied");
    assertThat(scene.history()).endsWith("3 completed");
  }

  @Test
  void aVerificationThatFailsStopsTheScriptBeforeItsCommit() {
    scene
        .counting()
        .file(
            "002_step.sql",
            "-- phase: expand\n-- verify: SELECT n = 7 FROM counter\n" + Scene.COUNT + ";\n");

    assertThat(carryOut(online(scene))).contains("002_step.sql:2: verification failed");

    assertThat(scene.counter()).isZero();
    assertThat(scene.history()).isEqualTo("1 completed");
  }

  @Test
  void whatIsHalfDoneIsLeftToARun() {
    scene.counting().file("004_half.sql", "-- phase: expand\nVACUUM;\nUPDATE nowhere SET n = 1;\n");
    scene.up("--no-backup");

    var refused = script(scene, "--url", scene.url());

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("migration 4 is half-done").contains("migrate up");
  }

  /** The script ends before each of its statements; up goes on from there. */
  @Test
  void whereverTheScriptEndsUpGoesOn() {
    var database = sqlite() ? null : Postgres.create();
    var expected = undisturbed();
    int n = 0;
    boolean more = true;
    while (more) {
      n += sqlite() ? 1 : 3; // a third of them is enough where each takes a server's time
      var at = temp.resolve("at" + n);
      try (var scene = files(sqlite() ? new Scene(engine, at) : new Scene(at, database))) {
        var statements = statements(online(scene));
        more = n < statements.size();
        assertThat(carryOut(scene, statements.subList(0, Math.min(n, statements.size()))))
            .isEmpty();
        var up = scene.up("--no-backup");
        assertThat(up.code()).as("ended before %s: %s", n, up.text()).isZero();
        assertThat(scene.counter()).as("ended before statement %s", n).isEqualTo(4);
        assertThat(scene.ask(ROWS))
            .as("ended before %s", n)
            .isEqualTo(expected.split("\\|", -1)[0]);
      }
    }
    if (database != null) {
      Postgres.drop(database);
    }
    assertThat(n).isGreaterThan(40);
  }

  /** Where they are installed, psql and sqlite3 themselves. */
  @Test
  void psqlAndSqlite3CarryItOut() throws IOException, InterruptedException {
    files(scene);
    if (!sqlite()) {
      scene.file("006_copy.sql", "-- phase: expand\nCOPY log FROM STDIN;\na\\tb\\\\c\n\\.\n");
    }
    var script = online(scene);
    var file = temp.resolve("up.sql");
    Files.writeString(file, script);
    assertThat(script)
        .contains(sqlite() ? "\n.bail on\n" : "\n\\set ON_ERROR_STOP on\n")
        .contains(sqlite() ? ".print \"applying 001" : "\\echo 'applying 001");
    if (!installed(sqlite() ? "sqlite3" : "psql")) {
      return;
    }

    var first = run(file);
    assertThat(first).contains("applying 005_it's.sql (expand)").contains("done (code from schema");
    assertThat(scene.counter()).isEqualTo(4);
    var before = state(scene);
    assertThat(run(file)).contains("this database already has a history");
    assertThat(state(scene)).isEqualTo(before);
    if (!sqlite()) {
      assertThat(scene.ask("SELECT t FROM log")).isEqualTo("a\tb\\c");
    }
  }

  private static boolean installed(String command) {
    for (var folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, command))) {
        return true;
      }
    }
    return false;
  }

  private String run(Path file) throws IOException, InterruptedException {
    var command =
        sqlite()
            ? List.of("sqlite3", scene.name())
            : List.of("psql", "-X", "-f", file.toString(), scene.postgresUrl(Postgres.port()));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(file.toFile()).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
