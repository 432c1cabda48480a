package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stricter of what is declared and of what the statements do is what counts in a run. */
class JudgedPhaseTest extends DatabaseTest {
  private static final String DROP = "ALTER TABLE wide DROP COLUMN b;\n";

  @BeforeEach
  void table() {
    scene.file("001_wide.sql", "CREATE TABLE wide (a integer, b integer);\n");
  }

  private Result expand(int number) {
    return scene.step("expand", number);
  }

  private Result plan() {
    return scene.migrate(
        "plan", "--url", scene.url(), "--dir", scene.folder.toString(), "--output", "json");
  }

  @Test
  void aDropThatIsDeclaredAsExpandWaitsForOldPodsAllTheSame() {
    scene.file("002_drop.sql", "-- phase: expand\n" + DROP);
    var expand = expand(1);
    assertThat(expand.code()).as(expand.text()).isZero();
    assertThat(expand.applied()).isEqualTo("1");
    assertThat(expand.json().at("/pending/0/phase").asText()).isEqualTo("contract");
    assertThat(expand.json().at("/pending/0/breaks").asText())
        .startsWith("002_drop.sql:2: ")
        .contains("wide.b");
    assertThat(scene.window()).isEqualTo("0 2 null");
  }

  @Test
  void codeThatSomebodyElsePutIntoTheDatabaseIsLookedAt() {
    assertThat(scene.up().applied()).isEqualTo("1");
    scene.sql("CREATE TABLE wide_log (a integer, b integer)");
    if (scene.engine == Engine.SQLITE) {
      scene.sql(
          "CREATE TRIGGER log_wide AFTER INSERT ON wide BEGIN INSERT INTO wide_log SELECT * FROM wide; END");
    } else {
      scene.sql(
          "CREATE FUNCTION log_wide() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO wide_log SELECT NEW.*; RETURN NEW; END'",
          "CREATE TRIGGER log_wide AFTER INSERT ON wide FOR EACH ROW EXECUTE PROCEDURE log_wide()");
    }
    scene.file("002_add.sql", "ALTER TABLE wide ADD COLUMN c integer;\n");

    var planned = plan().json().path("migrations");
    assertThat(planned.at("/0/phase").asText()).isEqualTo("offline");
    assertThat(planned.at("/0/findings/0/rule").asText()).isEqualTo("column-in-code");
    var expand = scene.verb("up", "--phase", "expand");
    assertThat(expand.code()).isEqualTo(3);
    assertThat(expand.text()).contains("log_wide");
  }

  @Test
  void codeThatKnowsATableByItsChildIsLookedAt() {
    assumeTrue(scene.engine == Engine.POSTGRESQL);
    assertThat(scene.up().applied()).isEqualTo("1");
    scene.sql(
        "CREATE TABLE wide_child () INHERITS (wide)",
        "CREATE TABLE wide_copy (LIKE wide)",
        "CREATE FUNCTION copy_wide() RETURNS void LANGUAGE plpgsql AS 'BEGIN INSERT INTO wide_copy SELECT * FROM wide_child; END'");
    scene.file("002_add.sql", "ALTER TABLE wide ADD COLUMN c integer;\n");

    var planned = plan().json().path("migrations");
    assertThat(planned.at("/0/findings/0/message").asText())
        .contains("function public.copy_wide, which takes all columns (*) of wide_child");
  }

  @Test
  void undeclaredItIsJudgedByItsStatements() {
    scene.file("002_drop.sql", DROP);
    assertThat(expand(1).json().at("/pending/0/phase").asText()).isEqualTo("contract");
  }

  @Test
  void whoAcceptsTheRuleWithAReasonIsBelieved() {
    scene.file(
        "002_drop.sql",
        "-- phase: expand\n-- accept: drop-column no release ever read it\n" + DROP);
    var expand = expand(1);
    assertThat(expand.applied()).as(expand.text()).isEqualTo("1 2");
    assertThat(scene.window()).isEqualTo("0 2 null");
    var metadata = scene.ask("SELECT metadata FROM schema_migration_history WHERE version = '2'");
    assertThat(metadata.replace(" ", ""))
        .contains("\"accepted\":[{\"rule\":\"drop-column\",\"reason\":\"noreleaseeverreadit\"}]");
  }

  @Test
  void anAcceptanceOfAnotherRuleChangesNothing() {
    scene.file(
        "002_drop.sql", "-- phase: expand\n-- accept: drop-table no release ever read it\n" + DROP);
    assertThat(expand(1).json().at("/pending/0/phase").asText()).isEqualTo("contract");
  }

  @Test
  void byHandEverythingIsAppliedAndTheWindowKnowsWhatItWas() {
    scene.file("002_drop.sql", "-- phase: expand\n" + DROP);
    var up = scene.up();
    assertThat(up.applied()).as(up.text()).isEqualTo("1 2");
    assertThat(scene.window()).isEqualTo("2 2 null");
    assertThat(scene.ask("SELECT phase FROM schema_migration_history WHERE version = '2'"))
        .isEqualTo("contract");
  }

  @Test
  void aFileThatTheDatabaseCannotReadIsRefusedBeforeARollout() {
    scene.file("002_typo.sql", "-- phase: expand\nALTER TABLE wide\n  AD COLUMN c integer;\n");
    var expand = expand(1);
    assertThat(expand.code()).as(expand.text()).isEqualTo(3);
    assertThat(expand.reason()).isEqualTo("InvalidMigrations");
    assertThat(expand.json().at("/failure/file").asText()).isEqualTo("002_typo.sql");
    assertThat(scene.hasTable("wide")).isFalse();
  }

  @Test
  void aPlanTellsPhaseCertaintyAndFindings() {
    scene.file("002_drop.sql", "-- phase: expand\nSELECT 1;  ALTER TABLE wide\n DROP COLUMN b;\n");
    var migrations = plan().json().path("migrations");
    assertThat(migrations.at("/0/certainty").asText()).isEqualTo("known");
    assertThat(migrations.at("/0/phase").asText()).isEqualTo("expand");
    assertThat(migrations.at("/1/phase").asText()).isEqualTo("contract");
    assertThat(migrations.at("/1/findings/0/rule").asText()).isEqualTo("milder-phase");
    assertThat(migrations.at("/1/findings/0/severity").asText()).isEqualTo("error");
    var finding = migrations.at("/1/findings/1");
    assertThat(finding.path("rule").asText()).isEqualTo("drop-column");
    assertThat(finding.path("file").asText()).isEqualTo("002_drop.sql");
    assertThat(finding.path("line").asInt()).isBetween(2, 3);
    assertThat(finding.path("column").asInt()).isPositive();
    assertThat(finding.path("message").asText()).contains("wide.b");
    assertThat(finding.path("severity").asText()).isEqualTo("warning");
  }
}
