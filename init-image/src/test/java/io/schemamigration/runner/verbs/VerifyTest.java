package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the window says to code that is about to start. */
class VerifyTest extends DatabaseTest {
  private static final int FITS = 0;
  private static final int WAITED = 5;

  private Result verify(String version, String... more) {
    var args = new ArrayList<>(List.of("verify", "--url", scene.url(), "--version", version));
    if (!List.of(more).contains("--timeout")) {
      args.addAll(List.of("--timeout", "0s"));
    }
    args.addAll(List.of(more));
    return Scene.migrate(Map.of(), args.toArray(String[]::new));
  }

  /** Versions 1, 2, 4 applied, contract 5 applied, contract 6 to come, expand 8 to come. */
  private void between() {
    scene.counting().contract(3, Scene.COUNT);
    scene
        .expand(4, Scene.COUNT)
        .contract(5, Scene.COUNT)
        .file("004_step.sql", "-- phase: expand\n-- overtakes: 3\n" + Scene.COUNT + ";\n");
    scene.step("expand", 1, "--version", "4");
    scene.step("claim", 2, "--claim", "3");
    scene.step("contract", 3, "--claim", "3", "--claim-id", Scene.id(2));
    scene.step("expand", 4, "--version", "5");
    scene.expand(8, Scene.COUNT);
    assertThat(scene.window()).isEqualTo("3 5 null");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 'a contract migration removed what it needs'",
    "2, 3, 'deploy a build for schema 3 or newer'",
    "3, 0, 'schema 3 is present (window 3..5)'",
    "4, 0, 'schema 4 is present'",
    "5, 0, 'schema 5 is present'",
    "4.1, 5, 'isn''t a migration that this database has ever seen'",
    "6, 5, 'needs schema 6, the database is at 5'",
    "8, 5, 'needs schema 8, the database is at 5'"
  })
  void codeStartsWithinTheWindowOnly(String version, int code, String why) {
    between();

    var answer = verify(version);

    assertThat(answer.code()).as(answer.text()).isEqualTo(code);
    assertThat(answer.err()).contains(why);
  }

  /** Outside of a transaction the window is moved before the first statement: older code ends. */
  @Test
  void codeOfAMigrationThatEndedHalfWayWaitsUntilItIsDone() {
    scene.counting().up();
    scene.file(
        "004_half.sql",
        "-- phase: offline\n" + Scene.COUNT + ";\nVACUUM;\nSELECT * FROM nowhere;\n");
    assertThat(scene.up().code()).isEqualTo(1);
    assertThat(scene.window()).isEqualTo("4 4 null");

    assertThat(verify("4").code()).isEqualTo(WAITED);
    assertThat(verify("4").err()).contains("migration 4 has begun, but isn't done");

    scene.file("004_half.sql", "-- phase: offline\n" + Scene.COUNT + ";\nVACUUM;\n");
    assertThat(scene.up().code()).isZero();
    assertThat(verify("4").code()).isEqualTo(FITS);
  }

  /** It was rolled out before the contract, and lives with and without it. */
  @Test
  void aContractsOwnCodeDoesNotWaitForIt() {
    scene.counting().up();
    scene.file(
        "004_half.sql",
        "-- phase: contract\n" + Scene.COUNT + ";\nVACUUM;\nSELECT * FROM nowhere;\n");
    assertThat(scene.up().code()).isEqualTo(1);

    assertThat(verify("4").code()).isEqualTo(FITS);
  }

  @ParameterizedTest
  @CsvSource({"3, 5", "4, 5", "5, 0", "2, 3"})
  void aMereClaimIsWaitedFor(String version, int code) {
    between();
    scene.step("claim", 6, "--claim", "5");

    var answer = verify(version);

    assertThat(answer.code()).as(answer.text()).isEqualTo(code);
  }

  @Test
  void aMereClaimThatHasExpiredDoesNotCount() {
    between();
    scene.step("claim", 6, "--claim", "5");
    scene.expireClaim();

    assertThat(verify("4").code()).isEqualTo(FITS);
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "5, 0"})
  void aFirmClaimRefusesAtOnceAndDoesNotExpire(String version, int code) {
    between();
    scene.step("claim", 6, "--claim", "5");
    scene.expireClaim();
    scene.sql(
        "UPDATE schema_migration_window SET claim_firm = "
            + (engine == Engine.SQLITE ? "1" : "true"));

    assertThat(verify(version).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "uid/shop/orders, 0",
    "*/shop/orders, 0",
    "uid/shop/other, 3",
    "*/shop/other, 3",
    "other/shop/orders, 3",
    "*/orders, 3",
  })
  void theOwnerHasToBeItsOwn(String owner, int code) {
    between();

    assertThat(verify("4", "--owner", owner).code()).isEqualTo(code);
  }

  @Test
  void aDatabaseWithoutAWindowIsWaitedForAndNothingIsMade() {
    var answer = verify("1");

    assertThat(answer.code()).isEqualTo(WAITED);
    assertThat(answer.err()).contains("waits: ", "gave up after 0 s");
    if (engine == Engine.SQLITE) {
      assertThat(Path.of(scene.name())).doesNotExist();
    } else {
      assertThat(scene.hasTable("schema_migration_window")).isFalse();
    }
  }

  @Test
  void itWaitsUntilTheSchemaIsThereAndSaysWhyOnce() {
    scene.counting().step("expand", 1, "--version", "1");
    var waiting = CompletableFuture.supplyAsync(() -> verify("2", "--timeout", "60s"));
    Sleep.millis(2500);
    assertThat(waiting).isNotDone();

    scene.step("expand", 2, "--version", "2");

    assertThat(waiting.join().code()).isEqualTo(FITS);
    assertThat(waiting.join().err().split("waits: ", -1)).hasSize(2);
  }
}
