package io.schemamigration.runner.foresee;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises of a dry run that were once broken, one by one. */
class ForeseenTest extends DatabaseTest {
  @BeforeEach
  void owned() {
    scene.file("001_counter.sql", "-- phase: expand\n" + Scene.COUNTER);
    assertThat(scene.up("--owner", Scene.OWNER).code()).isZero();
    scene.contract(2, Scene.COUNT);
  }

  private static String versions(Result dry) {
    var text = new StringBuilder();
    dry.json().path("migrations").forEach(m -> text.append(m.path("version").asText()).append(' '));
    return text.toString().strip();
  }

  @Test
  void whoPassesTheOwnerByIsShownTheContract() {
    var dry = scene.up("--dry-run", "--override-owner", "why");
    assertThat(versions(dry)).isEqualTo("2");
    assertThat(scene.verb("plan", "--override-owner", "why").out()).isEqualTo(dry.out());
    assertThat(scene.up("--override-owner", "why").applied()).isEqualTo("2");
  }

  @Test
  void andAnOfflineOneBehindIt() {
    scene.file("003_step.sql", "-- phase: offline\n" + Scene.COUNT + ";\n");
    var dry = scene.up("--dry-run", "--override-owner", "why");
    assertThat(versions(dry)).isEqualTo("2 3");
    assertThat(dry.code()).isZero();
    assertThat(scene.up("--override-owner", "why").applied()).isEqualTo("2 3");
  }

  @Test
  void alsoOnTheWayToAVersion() {
    scene.file("003_step.sql", "-- phase: offline\n" + Scene.COUNT + ";\n");
    var dry = scene.verb("to", "3", "--dry-run", "--override-owner", "why");
    assertThat(versions(dry)).isEqualTo("2 3");
    assertThat(dry.code()).isZero();
    assertThat(scene.verb("to", "3", "--override-owner", "why").applied()).isEqualTo("2 3");
  }

  @Test
  void theRestOfAnInterruptedRunComesFirst() {
    var alone =
        engine == Engine.SQLITE
            ? "PRAGMA journal_mode = WAL;\n"
            : "CREATE INDEX CONCURRENTLY by_n ON counter (n);\n";
    scene.file("002_step.sql", "-- phase: contract\n" + alone + "DROP TABLE nope;\n");
    assertThat(scene.up("--override-owner", "why").code()).isEqualTo(1);
    scene.file("002_step.sql", "-- phase: contract\n" + alone + Scene.COUNT + ";\n");
    scene.expand(3, Scene.COUNT);
    var dry = scene.up("--dry-run", "--phase", "expand");
    assertThat(versions(dry)).isEqualTo("2 3");
    assertThat(dry.code()).isZero();
    assertThat(scene.up("--phase", "expand").applied()).isEqualTo("2 3");
  }

  @Test
  void aForeignOwnerIsRefused() {
    for (var verb : new String[] {"up", "plan"}) {
      var dry =
          scene.verb(verb, "--owner", "uid/shop/other", verb.equals("up") ? "--dry-run" : "--sql");
      assertThat(dry.code()).isEqualTo(3);
      assertThat(dry.reason()).isEqualTo("OwnedByAnother");
      assertThat(dry.err()).contains("this database is migrated by " + Scene.OWNER);
    }
    assertThat(scene.up("--owner", "uid/shop/other").reason()).isEqualTo("OwnedByAnother");
  }

  @Test
  void soIsAContractThatIsBeingApplied() {
    scene.sql(
        "UPDATE schema_migration_window SET claim = '2', claim_firm = "
            + (engine == Engine.SQLITE ? "1" : "true"));
    var dry = scene.up("--dry-run");
    assertThat(dry.code()).isEqualTo(3);
    assertThat(dry.reason()).isEqualTo("WaitingForLock");
    assertThat(scene.up().reason()).isEqualTo("WaitingForLock");
  }

  @Test
  void whatStopsShortIsRefusedAfterItsFirstPart() {
    scene.expand(3, Scene.COUNT).file("004_step.sql", "-- phase: offline\n" + Scene.COUNT + ";\n");
    scene.file("002_step.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");
    var dry = scene.up("--dry-run");
    assertThat(versions(dry)).isEqualTo("2 3");
    assertThat(dry.code()).isEqualTo(3);
    assertThat(dry.reason()).isEqualTo("NeedsApproval");
    var run = scene.up();
    assertThat(run.applied()).isEqualTo("2 3");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void theWayBackAsksForTheSameReason() {
    var dry = scene.verb("to", "0", "--dry-run");
    assertThat(dry.code()).isEqualTo(3);
    assertThat(dry.reason()).isEqualTo("OwnedByAnother");
    assertThat(scene.verb("to", "0").reason()).isEqualTo("OwnedByAnother");
  }

  @Test
  void aDeclaredPhaseThatNobodyCanConfirmIsCalledUndecided() {
    var unknown =
        engine == Engine.SQLITE
            ? "PRAGMA journal_mode = WAL;\n"
            : "DO $$ BEGIN UPDATE counter SET n = n + 1; END $$;\n";
    scene.file("002_step.sql", "-- phase: contract\n" + unknown);
    var run = scene.up("--override-owner", "why");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("applying 002_step.sql (undecided)")
        .doesNotContain("undeclared");
  }
}
