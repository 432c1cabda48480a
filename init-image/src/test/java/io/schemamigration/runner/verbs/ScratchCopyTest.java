package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.JavaProcess;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of a PostgreSQL database on which {@code plan --prove} tries a plan. */
class ScratchCopyTest {
  private static final int SOON_SECONDS = 20;

  /** One of nearly everything that a schema has, some of it made in an unkind order. */
  private static final String[] SHOP = {
    "CREATE SCHEMA shop",
    "CREATE EXTENSION IF NOT EXISTS pgcrypto",
    "CREATE TYPE shop.mood AS ENUM ('sad', 'it''s ok')",
    "CREATE DOMAIN shop.code AS text DEFAULT 'x' NOT NULL CONSTRAINT short CHECK (length(VALUE) < 9)",
    "CREATE TYPE shop.pair AS (a integer, b text COLLATE \"C\")",
    "CREATE TYPE shop.span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi)",
    "CREATE SEQUENCE shop.numbers AS integer START 7 INCREMENT 3 CYCLE",
    "SET check_function_bodies = off",
    "CREATE FUNCTION shop.later(integer) RETURNS SETOF text LANGUAGE sql AS 'SELECT name FROM shop.users'",
    "CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE AGGREGATE shop.total (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
    "CREATE TABLE shop.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial, code shop.code, mood shop.mood,"
        + " name varchar(9) COLLATE \"C\" NOT NULL, low text GENERATED ALWAYS AS (lower(name)) STORED, gone text,"
        + " at timestamptz DEFAULT now(), CONSTRAINT named CHECK (name <> ''), UNIQUE (name) DEFERRABLE)",
    "ALTER TABLE shop.users DROP COLUMN gone",
    "CREATE TABLE shop.\"Odd \"\"name\" (\"a b\" integer DEFAULT nextval('shop.numbers'), u bigint REFERENCES shop.users ON DELETE CASCADE)",
    "ALTER TABLE shop.\"Odd \"\"name\" ADD CONSTRAINT positive CHECK (\"a b\" > 0) NOT VALID",
    "CREATE INDEX by_low ON shop.users (low DESC) WHERE mood = 'sad'",
    "CREATE UNIQUE INDEX by_code ON shop.users (lower(code::text))",
    "CREATE TABLE shop.days (d date, k integer, v text, PRIMARY KEY (k, d), CHECK (k > 0)) PARTITION BY RANGE (d)",
    "CREATE INDEX by_v ON shop.days (v)",
    "CREATE TABLE shop.days_2025 PARTITION OF shop.days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
    "CREATE TABLE shop.days_rest PARTITION OF shop.days DEFAULT PARTITION BY LIST (k)",
    "CREATE TABLE shop.days_1 PARTITION OF shop.days_rest FOR VALUES IN (1)",
    "CREATE INDEX extra ON shop.days_2025 (k)",
    "CREATE TABLE shop.animals (name text, CHECK (name <> ''))",
    "CREATE TABLE shop.dogs (legs integer) INHERITS (shop.animals)",
    "CREATE VIEW shop.sad WITH (security_barrier = true) AS SELECT id, name FROM shop.users WHERE mood = 'sad'",
    "CREATE MATERIALIZED VIEW shop.counted AS SELECT mood, count(*) AS n FROM shop.users GROUP BY mood",
    "CREATE UNIQUE INDEX one_each ON shop.counted (mood)",
    "CREATE RULE ignore AS ON DELETE TO shop.sad DO INSTEAD NOTHING",
    "CREATE TRIGGER touched BEFORE UPDATE ON shop.users FOR EACH ROW EXECUTE FUNCTION shop.touch()",
    "CREATE TRIGGER each_day AFTER INSERT ON shop.days FOR EACH ROW EXECUTE FUNCTION shop.touch()",
    "ALTER TABLE shop.users DISABLE TRIGGER touched",
    "ALTER TABLE shop.users ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY mine ON shop.users FOR UPDATE TO PUBLIC USING (n > 0) WITH CHECK (n > 1)",
    "CREATE STATISTICS shop.both ON mood, name FROM shop.users",
  };

  @TempDir Path temp;
  private Scene scene;

  @BeforeEach
  void users() {
    scene =
        new Scene(Engine.POSTGRESQL, temp)
            .file(
                "001_users.sql",
                "-- phase: expand\nCREATE TABLE users (id integer PRIMARY KEY, name text, nick text);\n");
    assertThat(scene.up().code()).isZero();
    scene.sql("INSERT INTO users VALUES (1, 'a', NULL)");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Result prove(String... more) {
    var args = new ArrayList<>(List.of(more));
    args.add("--prove");
    return scene.verb("plan", args.toArray(String[]::new));
  }

  private String copies() {
    return scene.ask(
        "SELECT coalesce(string_agg(datname, ','), '') FROM pg_database WHERE datname LIKE '"
            + scene.name()
            + "\\_rehearsal%'");
  }

  private void nothingIsLeft() {
    assertThat(copies()).isEmpty();
    assertThat(scene.history()).isEqualTo("1 completed");
    assertThat(scene.ask("SELECT id, name, nick FROM users")).isEqualTo("1 a null");
  }

  @Test
  void aDatabaseInUseIsProvedOnItsStructure() throws SQLException {
    scene.sql(SHOP);
    scene.file(
        "002_nick.sql",
        "-- phase: contract\nALTER TABLE users ALTER nick SET NOT NULL;\nDROP TABLE shop.days;\n-- verify: SELECT count(*) = 1 FROM users\n");
    try (var other = scene.connect()) {
      var proved = prove();

      assertThat(other.isValid(1)).isTrue();
      assertThat(proved.code()).as(proved.text()).isZero();
      assertThat(proved.err()).contains("without rows", "nobody is connected");
      var proof = proved.json().path("proof");
      assertThat(proof.path("copy").asText()).isEqualTo("structure");
      assertThat(proof.at("/migrations/0/changes").toString())
          .contains("column users.nick no longer accepts NULL", "table shop.days is gone");
    }
    nothingIsLeft();
  }

  @Test
  void whatHangsOnRowsIsSeenOnAWholeCopy() {
    scene.file(
        "002_nick.sql",
        "-- phase: contract\nSELECT 1;\nALTER TABLE users ALTER nick SET NOT NULL;\n");
    var failed = prove();

    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.err()).contains("on the copy", "002_nick.sql:3", "null values");
    var proof = failed.json().path("proof");
    assertThat(proof.path("copy").asText()).isEqualTo("whole");
    assertThat(proof.at("/failure/file").asText()).isEqualTo("002_nick.sql");
    assertThat(proof.at("/failure/line").asInt()).isEqualTo(3);
    nothingIsLeft();

    var passed = prove("--structure-only");
    assertThat(passed.code()).as(passed.text()).isZero();
    nothingIsLeft();
  }

  @Test
  void aCopyThatWouldLackSomethingIsRefused() {
    scene.sql(
        "CREATE FOREIGN DATA WRAPPER nowhere",
        "CREATE SERVER far FOREIGN DATA WRAPPER nowhere",
        "CREATE FOREIGN TABLE distant (id integer) SERVER far");
    scene.expand(2, "ALTER TABLE users ADD COLUMN age integer");
    var refused = prove("--structure-only");
    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.err()).contains("foreign table public.distant", "restored from a backup");
    nothingIsLeft();
  }

  @Test
  void aCopyThatIsNotLikeTheDatabaseIsRefused() {
    scene.sql(SHOP);
    scene.sql("CREATE INDEX lonely ON ONLY shop.days (v DESC)"); // the partitions are without
    scene.expand(2, "ALTER TABLE users ADD COLUMN age integer");
    var refused = prove("--structure-only");
    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.err()).contains("differs from the database in: relation i shop.days_");
    nothingIsLeft();
  }

  @Test
  void aCopyThatSomebodyIsStillMakingStays() throws SQLException {
    var being = scene.name() + "_rehearsal_0000cafe";
    scene.expand(2, "ALTER TABLE users ADD COLUMN age integer");
    try (var maker = scene.connect();
        var statement = maker.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_lock(hashtextextended('schema-migration copy ' || '"
              + being
              + "', 0))");
      statement.execute("CREATE DATABASE " + being + " CONNECTION LIMIT 47");
      assertThat(prove("--structure-only").code()).isZero();
      assertThat(copies()).isEqualTo(being);
    }
    var next = prove("--structure-only");
    assertThat(next.err()).contains("dropped " + being);
    nothingIsLeft();
  }

  @Test
  void theHistoryIsFoundWhereverItIs() {
    scene.sql("CREATE SCHEMA \"my history\"", "CREATE SCHEMA app");
    scene.sql("ALTER DATABASE " + scene.name() + " SET search_path = app, public");
    scene.sql("DROP TABLE users", "DROP TABLE schema_migration_history, schema_migration_window");
    assertThat(scene.up("--history-schema", "my history").code()).isZero();
    scene.file("002_nick.sql", "-- phase: contract\nALTER TABLE users DROP COLUMN nick;\n");
    for (var how : List.of("--no", "--structure-only")) {
      var args = new ArrayList<>(List.of("--history-schema", "my history"));
      if (!how.equals("--no")) {
        args.add(how);
      }
      var proved = prove(args.toArray(String[]::new));
      assertThat(proved.code()).as(proved.text()).isZero();
      assertThat(proved.json().at("/proof/migrations")).hasSize(1);
      assertThat(proved.json().at("/proof/migrations/0/changes").toString())
          .contains("column users.nick is gone");
    }
    assertThat(copies()).isEmpty();
    assertThat(scene.ask("SELECT count(nick) FROM app.users")).isEqualTo("0");
  }

  @Test
  void aUserWhoMayNotMakeDatabasesIsToldWhatToDo() {
    var user = scene.name() + "_poor";
    Postgres.admin("CREATE ROLE " + user + " LOGIN");
    scene.sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + user);
    scene.expand(2, "ALTER TABLE users ADD COLUMN age integer");
    try {
      var args = args("--prove");
      as(user, args);
      var refused = scene.migrate(args);
      assertThat(refused.code()).as(refused.text()).isEqualTo(3);
      assertThat(refused.err())
          .contains(user + " may not create databases", "CREATEDB", "--scratch-url");

      var elsewhere = args("--prove", "--scratch-url", scene.postgresUrl(Postgres.port()));
      as(user, elsewhere);
      var proved = scene.migrate(elsewhere);
      assertThat(proved.code()).as(proved.text()).isZero();
      assertThat(proved.json().at("/proof/copy").asText()).isEqualTo("structure");
    } finally {
      scene.sql("DROP OWNED BY " + user, "DROP ROLE " + user);
    }
    nothingIsLeft();
  }

  @Test
  void tablesOfOtherUsersAreNamed() {
    var user = scene.name() + "_maker";
    Postgres.admin("CREATE ROLE " + user + " LOGIN CREATEDB");
    scene.sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + user);
    scene.contract(2, "ALTER TABLE users DROP COLUMN nick");
    try {
      var args = args("--prove");
      as(user, args);
      var proved = scene.migrate(args);
      assertThat(proved.code()).as(proved.text()).isZero();
      assertThat(proved.err()).contains("belongs to another user", "public.users (postgres)");
    } finally {
      scene.sql("DROP OWNED BY " + user, "DROP ROLE " + user);
    }
    nothingIsLeft();
  }

  private String[] args(String... more) {
    return scene.args("plan", more);
  }

  private void as(String user, String[] args) {
    int at = List.of(args).indexOf("--url") + 1;
    args[at] = args[at].replace("postgres://postgres@", "postgres://" + user + "@");
  }

  @Test
  void whatAKilledRunLeftIsDroppedByTheNextOne() throws Exception {
    var mine = scene.name() + "_rehearsal_0000beef";
    Postgres.admin("CREATE DATABASE " + mine);
    scene.file("002_long.sql", "-- phase: offline\nSELECT pg_sleep(60);\n");
    var process = start("--structure-only");
    try {
      Sleep.until(() -> errors().contains("applying 002_long.sql"));
      var left = copies().replace(mine, "").replace(",", "");
      assertThat(left).matches(scene.name() + "_rehearsal_[0-9a-f]{8}");

      scene.file("002_long.sql", "-- phase: offline\nSELECT 1;\n");
      assertThat(prove("--structure-only").code()).isZero();
      assertThat(copies()).as("of a run that goes on").contains(left);

      process.destroyForcibly().waitFor();
      Postgres.admin(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'migrate'"
              + " AND datname IN ('"
              + left
              + "', '"
              + scene.name()
              + "')");
      Sleep.millis(500);
      assertThat(copies()).contains(left);
      var next = prove("--structure-only");
      assertThat(next.code()).as(next.text()).isZero();
      assertThat(next.err()).contains("dropped " + left);
      assertThat(copies()).isEqualTo(mine);
    } finally {
      process.destroyForcibly();
      Postgres.admin("DROP DATABASE " + mine);
    }
    nothingIsLeft();
  }

  @Test
  void aRunThatIsToldToEndDropsItsCopy() throws Exception {
    scene.file("002_long.sql", "-- phase: offline\nSELECT pg_sleep(60);\n");
    var process = start();
    try {
      Sleep.until(() -> errors().contains("applying 002_long.sql"));
      process.destroy();
      assertThat(process.waitFor(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(errors()).contains("SIGTERM");
    nothingIsLeft();
  }

  private Process start(String... more) throws IOException {
    var args = new ArrayList<>(List.of(args(more)));
    args.add("--prove");
    return JavaProcess.migrate(args.toArray(String[]::new))
        .redirectOutput(temp.resolve("out").toFile())
        .redirectError(temp.resolve("err").toFile())
        .start();
  }

  private String errors() {
    try {
      var file = temp.resolve("err");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
