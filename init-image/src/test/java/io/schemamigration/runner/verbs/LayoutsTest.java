package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Someone with a folder of any of these layouts types status and up, and has read no manual. */
class LayoutsTest extends DatabaseTest {
  /** D1's: a trigger in SQLite's own words. */
  private static final String OF_SQLITE = "numbers";

  static List<Path> layouts() throws IOException {
    try (var folders = Files.list(Path.of("../core/src/test/resources/layouts"))) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void statusAndUpWorkAtOnce(Path layout) throws IOException {
    var expected = Files.readAllLines(layout.resolve("expected.txt"));
    long versions = expected.stream().filter(line -> !line.startsWith("R")).count();
    var args = scene.args("status");
    args[4] = layout.resolve("migrations").toString();
    var status = Scene.migrate(Map.of(), args);
    if (engine == Engine.POSTGRESQL && layout.endsWith(OF_SQLITE)) {
      assertThat(status.code()).isEqualTo(3);
      assertThat(status.text()).contains("008_prompt_trigger.sql:5");
      return;
    }
    assertThat(status.code()).as(status.text()).isZero();
    assertThat(status.json().path("migrations").size()).isGreaterThanOrEqualTo((int) versions);

    args[0] = "up";
    var up = Scene.migrate(Map.of(), args);
    assertThat(up.outcome()).as(up.text()).isEqualTo("completed");
    assertThat(up.json().path("applied").size()).isEqualTo((int) versions);
    assertThat(Scene.migrate(Map.of(), args).outcome()).isEqualTo("nothing_to_do");
    assertThat(
            scene.ask("SELECT count(*) FROM schema_migration_history WHERE status = 'completed'"))
        .isEqualTo("" + expected.size());
  }
}
