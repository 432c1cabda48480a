package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is set where other tools look is found here, too. */
class EnvironmentTest {
  private static String database = "";

  @BeforeAll
  static void makeDatabase() {
    Postgres.user("careful", "right");
    database = Postgres.create();
  }

  @AfterAll
  static void dropDatabase() {
    Postgres.drop(database);
  }

  private static String url(String user) {
    return "postgres://" + user + "@127.0.0.1:" + Postgres.port() + "/" + database;
  }

  @Test
  void thePasswordOfPsqlIsForAUrlWithoutOne() {
    var found = Map.of("DATABASE_URL", url("careful"), "PGPASSWORD", "right");
    assertThat(Scene.migrate(found, "current").out()).isEqualTo("0: nothing is applied\n");

    var wrong = Map.of("DATABASE_URL", url("careful:wrong"), "PGPASSWORD", "right");
    assertThat(Scene.migrate(wrong, "current").code()).isEqualTo(3);

    var none = Map.of("DATABASE_URL", url("careful"));
    assertThat(Scene.migrate(none, "current").err()).contains("no password");
  }

  @Test
  void whatIsMeantForThisCommandGoesBeforeWhatIsMeantForAll(@TempDir Path folder) {
    var here =
        Map.of("MIGRATE_URL", "sqlite:" + folder.resolve("a.db"), "DATABASE_URL", "nonsense");
    assertThat(Scene.migrate(here, "current").out()).isEqualTo("0: nothing is applied\n");
    assertThat(Scene.migrate(here, "current", "--url", "sqlite:" + folder.resolve("b.db")).code())
        .isZero();
  }
}
