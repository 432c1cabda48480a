package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code migrate plan --prove} sees on a copy of a real database. */
class ProofTest {
  @TempDir Path temp;
  private Scene scene;

  @AfterEach
  void close() {
    scene.close();
  }

  private void users(Engine engine) {
    scene =
        new Scene(engine, temp)
            .file(
                "001_users.sql",
                "-- phase: expand\nCREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(9), nick TEXT); CREATE UNIQUE INDEX by_nick ON users (nick);\n");
    assertThat(scene.up().code()).isZero();
  }

  private Result prove(String... more) {
    var args = new String[more.length + 1];
    args[0] = "--prove";
    System.arraycopy(more, 0, args, 1, more.length);
    return scene.verb("plan", args);
  }

  private String queries(String text) throws Exception {
    return Files.writeString(temp.resolve("queries.txt"), text).toString();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void queriesThatOlderCodeWouldLoseAreTold(Engine engine) throws Exception {
    users(engine);
    scene.file(
        "002_name.sql",
        "-- phase: expand\n-- accept: drop-column nobody reads it\nALTER TABLE users DROP COLUMN name;\n");
    var file =
        queries(
            """
            SELECT id, nick FROM users WHERE id = $1;
            -- comment
            SELECT name
            FROM users;
            SELECT never FROM was
            """);
    var result = prove("--query-file", file);
    assertThat(result.err()).contains(file + ":5: fails before any migration");
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    var act = result.json().get("proof").get("migrations").get(0);
    assertThat(act.get("lost")).hasSize(1);
    assertThat(act.get("lost").get(0).get("line").asInt()).isEqualTo(3);
    assertThat(act.get("lost").get(0).get("message").asText()).contains("name");
    assertThat(act.get("changes").toString()).contains("column users.name is gone");
    assertThat(scene.ask("SELECT count(name) FROM users")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsDeclaredMayBreakThem(Engine engine) throws Exception {
    users(engine);
    scene.file(
        "002_nick.sql",
        "-- phase: contract\nDROP INDEX by_nick;\nALTER TABLE users DROP COLUMN nick;\n");
    var file = queries("query,calls\n\"SELECT nick AS \"\"n\"\"\nFROM users\",3\n");
    var result = prove("--query-file", file);
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(
            result
                .json()
                .get("proof")
                .get("migrations")
                .get(0)
                .get("lost")
                .get(0)
                .get("line")
                .asInt())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anUpsertLosesItsIndex(Engine engine) throws Exception {
    users(engine);
    scene.file("002_index.sql", "-- phase: contract\nDROP INDEX by_nick;\n");
    var file = queries("INSERT INTO users (nick) VALUES ('x') ON CONFLICT (nick) DO NOTHING");
    var lost = prove("--query-file", file).json().get("proof").get("migrations").get(0).get("lost");
    assertThat(lost).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "POSTGRESQL|INSERT INTO users (id, name) VALUES (7, 'x')|more expressions than target columns",
        "POSTGRESQL|SELECT named(1)|ambiguous",
        "POSTGRESQL|SELECT qid FROM q WHERE EXISTS (SELECT 1 FROM users WHERE id = age)|it returns 0 rows, and returned 1",
        "SQLITE|INSERT INTO users (id, name) VALUES (7, 'x')|3 columns but 4 values",
        "SQLITE|SELECT qid FROM q WHERE EXISTS (SELECT 1 FROM users WHERE id = age)|it returns 0 rows, and returned 1",
        "SQLITE|SELECT name AS age, count(*) FROM users GROUP BY age|it returns 1 rows, and returned 2",
      })
  void codeInTheDatabaseAndCapturedNamesAreTold(Engine engine, String query, String said)
      throws Exception {
    users(engine);
    scene.sql(
        "CREATE TABLE users_log (id INTEGER, name VARCHAR(9), nick TEXT)",
        "CREATE TABLE q (qid INTEGER, age INTEGER)",
        "INSERT INTO q VALUES (1, 2)",
        "INSERT INTO users VALUES (1, 'a', NULL), (2, 'b', NULL)");
    if (engine == Engine.SQLITE) {
      scene.sql(
          "CREATE TRIGGER log_user AFTER INSERT ON users BEGIN INSERT INTO users_log SELECT * FROM users WHERE id = new.id; END");
    } else {
      scene.sql(
          "CREATE FUNCTION log_user() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO users_log SELECT NEW.*; RETURN NEW; END'",
          "CREATE TRIGGER log_user AFTER INSERT ON users FOR EACH ROW EXECUTE PROCEDURE log_user()",
          "CREATE FUNCTION named(age int) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT name FROM users WHERE id = age); END'");
    }
    scene.file(
        "002_age.sql",
        "-- phase: expand\n-- accept: column-in-code it names its columns\nALTER TABLE users ADD COLUMN age INTEGER;\n");

    var result = prove("--query-file", queries(query));

    assertThat(result.code()).as(result.text()).isEqualTo(1);
    assertThat(result.text()).contains(said);
    assertThat(scene.ask("SELECT count(*) FROM users_log")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatOlderCodeSurvivesChangesNothingForIt(Engine engine) throws Exception {
    users(engine);
    scene.file(
        "002_more.sql",
        "-- phase: expand\nALTER TABLE users ADD COLUMN age INTEGER;\nCREATE TABLE orders (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);\n");
    var result = prove("--query-file", queries("SELECT name FROM users\n"));
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.json().get("proof").get("migrations").get(0).get("changes")).isEmpty();
  }

  @Test
  void whatAFunctionHidesComesToLight() {
    users(Engine.POSTGRESQL);
    scene.sql(
        "CREATE FUNCTION tidy_up() RETURNS void LANGUAGE sql AS 'ALTER TABLE users ALTER name TYPE text, ALTER nick SET NOT NULL'");
    scene.file(
        "002_tidy.sql", "-- phase: contract\nCREATE INDEX i ON users (name);\nSELECT tidy_up();\n");
    var result = prove();
    assertThat(result.json().get("proof").toString())
        .contains("column users.name is text, and was character varying(9)")
        .contains("column users.nick no longer accepts NULL");
  }

  @Test
  void aRewriteAndTheLocksAreTold() {
    users(Engine.POSTGRESQL);
    scene.file("002_type.sql", "-- phase: offline\nALTER TABLE users ALTER id TYPE bigint;\n");
    var act = prove().json().get("proof").get("migrations").get(0);
    assertThat(act.get("rewritten").toString()).isEqualTo("[\"users\"]");
    assertThat(act.get("locks").toString()).contains("users ACCESS EXCLUSIVE");
  }

  private void tidyUp(String does) {
    scene.sql("CREATE FUNCTION tidy_up() RETURNS void LANGUAGE sql AS '" + does + "'");
  }

  @Test
  void whatWasAcceptedAsHarmlessAndIsNotIsAFindingAtItsStatement() {
    users(Engine.POSTGRESQL);
    tidyUp("ALTER TABLE users DROP COLUMN nick");
    scene.file(
        "002_tidy.sql",
        "-- phase: expand\n-- accept: calls-function it only tidies up\nCREATE INDEX i ON users (name);\n  SELECT tidy_up();\n");
    assertThat(scene.verb("plan").json().at("/migrations/0/phase").asText()).isEqualTo("expand");

    var result = prove();

    assertThat(result.code()).as(result.text()).isEqualTo(1);
    var migration = result.json().at("/migrations/0");
    assertThat(migration.path("phase").asText()).isEqualTo("contract");
    var finding = finding(migration);
    assertThat(finding.path("severity").asText()).isEqualTo("error");
    assertThat(finding.path("file").asText()).isEqualTo("002_tidy.sql");
    assertThat(finding.path("line").asInt()).isEqualTo(4);
    assertThat(finding.path("column").asInt()).isEqualTo(3);
    assertThat(finding.path("message").asText())
        .contains("column users.nick is gone", "contract", "counts as expand");
    assertThat(result.json().at("/window/minimum").asText()).isEqualTo("2");

    var text = scene.migrate("plan", "--prove", "--url", scene.url(), "--dir", "" + scene.folder);
    assertThat(text.out()).contains("002_tidy.sql:4:3: error: ", "[proved-stricter]");
    assertThat(text.out()).containsPattern("\n2 +contract +pending");
  }

  private static JsonNode finding(JsonNode migration) {
    for (var finding : migration.path("findings")) {
      if (finding.path("rule").asText().equals("proved-stricter")) {
        return finding;
      }
    }
    throw new AssertionError("no finding proved-stricter: " + migration);
  }

  @Test
  void eachMigrationAnswersForWhatItDoesItself() {
    users(Engine.POSTGRESQL);
    tidyUp("ALTER TABLE users DROP COLUMN nick");
    scene.file("002_name.sql", "-- phase: contract\nALTER TABLE users DROP COLUMN name;\n");
    scene.file(
        "003_tidy.sql",
        "-- phase: expand\n-- accept: calls-function it only tidies up\nSELECT tidy_up();\n");
    var result = prove();
    assertThat(result.json().at("/migrations/0/findings").toString())
        .doesNotContain("proved-stricter");
    assertThat(result.json().at("/migrations/1/phase").asText()).isEqualTo("contract");
    assertThat(finding(result.json().at("/migrations/1")).path("message").asText())
        .contains("column users.nick is gone");
    assertThat(result.json().at("/proof/migrations/0/changes").toString())
        .doesNotContain("users.nick");
  }

  @Test
  void whatIsDeclaredAsStrictAsItIsHasNoFinding() {
    users(Engine.POSTGRESQL);
    tidyUp("ALTER TABLE users DROP COLUMN nick");
    scene.file(
        "002_tidy.sql",
        "-- phase: contract\n-- accept: calls-function it drops the column nick, see plan --prove\nSELECT tidy_up();\n");
    var result = prove();
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.json().at("/migrations/0/phase").asText()).isEqualTo("contract");
    assertThat(result.json().at("/migrations/0/findings").toString())
        .doesNotContain("proved-stricter");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aProofNeverMakesAPhaseMilder(Engine engine) {
    users(engine);
    scene.file("002_nothing.sql", "-- phase: offline\nCREATE TABLE more (id INTEGER);\n");
    scene.file("003_index.sql", "DROP INDEX by_nick;\n");
    var result = prove();
    assertThat(result.json().at("/migrations/0/phase").asText()).isEqualTo("offline");
    assertThat(result.json().at("/migrations/1/phase").asText()).isEqualTo("contract");
  }

  @Test
  void whatIsAcceptedByItsOwnNameIsNotHeldAgainstIt() {
    users(Engine.POSTGRESQL);
    tidyUp("ALTER TABLE users DROP COLUMN name");
    var dropsNick =
        """
        -- phase: expand
        -- accept: drop-column nobody reads it
        -- accept: calls-function it tidies
        ALTER TABLE public.users DROP COLUMN nick;
        """;
    scene.file("002_nick.sql", dropsNick);
    var accepted = prove();
    assertThat(accepted.code()).as(accepted.text()).isZero();
    assertThat(accepted.json().at("/migrations/0/phase").asText()).isEqualTo("expand");

    scene.file("002_nick.sql", dropsNick + "SELECT tidy_up();\n");
    var hidden = prove();
    assertThat(hidden.code()).as(hidden.text()).isEqualTo(1);
    var finding = finding(hidden.json().at("/migrations/0"));
    assertThat(finding.path("message").asText()).contains("column users.name is gone");
    assertThat(finding.path("line").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aLostQueryRaisesThePhase(Engine engine) throws Exception {
    users(engine);
    scene.file(
        "002_name.sql",
        "-- phase: expand\n-- accept: drop-column nobody reads it\nALTER TABLE users DROP COLUMN name;\n");
    var result = prove("--query-file", queries("SELECT name FROM users\n"));
    assertThat(result.json().at("/migrations/0/phase").asText()).isEqualTo("contract");
    assertThat(finding(result.json().at("/migrations/0")).path("message").asText())
        .contains("older code loses the query on line 1");
  }

  @Test
  void aFunctionThatIsReplacedOnPurposeIsNotHeldAgainstIt() {
    users(Engine.POSTGRESQL);
    tidyUp("SELECT 1");
    scene.file(
        "002_tidy.sql",
        """
        -- phase: expand
        -- accept: replace-function takes and gives what it did
        CREATE OR REPLACE FUNCTION tidy_up() RETURNS void LANGUAGE sql AS 'SELECT 2';
        """);
    var result = prove();
    assertThat(result.json().at("/proof/migrations/0/changes").toString())
        .contains("function tidy_up() is another one");
    assertThat(result.code()).as(result.text()).isZero();
  }

  @Test
  void aStepThatProvesFirstRefusesWhatIsHidden() {
    users(Engine.POSTGRESQL);
    tidyUp("ALTER TABLE users DROP COLUMN nick");
    scene.expand(2, "ALTER TABLE users ADD COLUMN age integer");
    var hides = "-- accept: calls-function it only tidies up\nSELECT tidy_up();\n";
    scene.file("003_tidy.sql", "-- phase: expand\n" + hides);

    var refused = scene.step("expand", 7, "--version", "3", "--prove");

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.reason()).isEqualTo("InvalidMigrations");
    var failure = refused.json().path("failure");
    assertThat(failure.path("file").asText()).isEqualTo("003_tidy.sql");
    assertThat(failure.path("line").asInt()).isEqualTo(3);
    assertThat(failure.path("message").asText()).contains("column users.nick is gone");
    assertThat(failure.path("hint").asText()).contains("-- phase: contract", "Nothing was changed");
    assertThat(scene.history()).isEqualTo("1 completed");

    scene.file("003_tidy.sql", "-- phase: contract\n" + hides);
    var declared = scene.step("expand", 8, "--version", "3", "--prove");
    assertThat(declared.code()).as(declared.text()).isZero();
    assertThat(declared.applied()).isEqualTo("2");
    assertThat(scene.ask("SELECT count(nick) FROM users")).isEqualTo("0");
  }

  @Test
  void aStepMayMakeNoCopyWhereItsUserMayNot() {
    users(Engine.POSTGRESQL);
    scene.expand(2, "ALTER TABLE users ADD COLUMN age integer");
    Postgres.user(scene.name() + "_job", "s3cret!word");
    var user = scene.name() + "_job";
    scene.sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + user);
    try {
      var url =
          scene.url().replace("postgres://postgres@", "postgres://" + user + ":s3cret%21word@");
      var args = scene.stepArgs(url, "expand", 7, "--version", "2", "--prove");
      var refused = scene.migrate(args);
      assertThat(refused.code()).as(refused.text()).isEqualTo(3);
      assertThat(refused.reason()).isEqualTo("CredentialsInvalid");
      assertThat(refused.err()).contains(user + " may not create databases", "CREATEDB");
      assertThat(refused.text()).doesNotContain("s3cret");
      assertThat(scene.history()).isEqualTo("1 completed");
    } finally {
      scene.sql("DROP OWNED BY " + user, "DROP ROLE " + user);
    }
  }
}
