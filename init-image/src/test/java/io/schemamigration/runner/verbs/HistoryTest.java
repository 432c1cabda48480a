package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What current, history and plan say. */
class HistoryTest extends DatabaseTest {
  private String text(String verb, String... more) {
    var args = new ArrayList<>(List.of(verb, "--url", scene.url()));
    if (verb.equals("plan") || verb.equals("up")) {
      args.addAll(List.of("--dir", scene.folder.toString()));
    }
    args.addAll(List.of(more));
    var result = Scene.migrate(Map.of(), args.toArray(String[]::new));
    assertThat(result.code()).as(result.text()).isZero();
    return result.out();
  }

  private Result json(String verb) {
    return Scene.migrate(Map.of(), verb, "--url", scene.url(), "--output", "json");
  }

  @Test
  void currentIsTheHighestAppliedVersionAndNeedsNoFiles() {
    assertThat(text("current")).isEqualTo("0: nothing is applied\n");
    assertThat(json("current").json().path("version").asText()).isEqualTo("0");
    assertThat(scene.hasTable("schema_migration_window")).isFalse();

    scene.counting().up();

    assertThat(text("current")).isEqualTo("3: step\n");
    assertThat(json("current").json().path("phase").asText()).isEqualTo("contract");
    assertThat(json("current").json().at("/window/minimum").asText()).isEqualTo("3");
  }

  @Test
  void historyListsEveryAttempt() {
    assertThat(text("history")).isEqualTo("nothing has been applied yet\n");
    scene.counting();
    scene.file("002_step.sql", "-- Up\n" + Scene.COUNT + ";\n-- Down\nUPDATE counter SET n = 0;\n");
    scene.file("003_step.sql", "UPDATE nowhere SET n = 1;\n");
    scene.up();
    scene.folder.resolve("003_step.sql").toFile().delete();
    assertThat(scene.verb("down").applied()).isEqualTo("2");
    var again = scene.up();
    assertThat(again.applied()).as(again.text()).isEqualTo("2");

    var history = json("history").json().path("history");

    var statuses = new ArrayList<String>();
    history.forEach(r -> statuses.add(r.path("version").asText() + r.path("status").asText()));
    assertThat(statuses).containsExactly("1completed", "2rolled_back", "3failed", "2completed");
    assertThat(history.get(1).path("rollbackAt").asText()).startsWith("20");
    assertThat(history.get(2).path("error").asText()).contains("nowhere");
    assertThat(text("history")).contains("rolled_back").contains("nowhere");
  }

  @Test
  void aPlanShowsTheStatementsAndHowLongTheyMayTake() {
    scene
        .file("V001__counter/up.sql", Scene.COUNTER)
        .file("V002__two/up.sql", Scene.COUNT + ";\n")
        .file("V002__two/metadata.yaml", "estimated_duration_ms: 1500\n");

    assertThat(text("plan"))
        .contains("estimated 1.5 s for 1 of 2; the rest is unknown")
        .contains("   INSERT INTO counter VALUES (0)");
    assertThat(text("plan", "--sql"))
        .contains(
            "\nCREATE TABLE counter (n integer NOT NULL);\nINSERT INTO counter VALUES (0);\n");
    assertThat(text("up", "--dry-run", "--sql")).isEqualTo(text("plan", "--sql"));
    assertThat(scene.verb("plan").json().path("estimatedMs").asInt()).isEqualTo(1500);
    assertThat(scene.hasTable("counter")).isFalse();
  }

  @Test
  void whatItTookTheLastTimeIsAnEstimate() {
    scene
        .file("V001__counter/up.sql", Scene.COUNTER)
        .file("V001__counter/down.sql", "DROP TABLE counter;\n")
        .up();
    scene.verb("down");
    scene.sql("UPDATE schema_migration_history SET execution_time_ms = 2600");

    assertThat(text("plan")).contains("estimated 2.6 s\n");
  }

  @Test
  void validateLooksIntoADatabaseThatIsNamed() throws IOException {
    scene.counting().up();
    assertThat(scene.verb("validate").json().path("valid").asBoolean()).isTrue();

    scene.expand(2, Scene.COUNT + " + 1");
    var edited = scene.verb("validate");
    assertThat(edited.code()).isEqualTo(1);
    assertThat(edited.err()).contains("002_step.sql", "edited after it was applied");
    assertThat(edited.json().path("valid").asBoolean()).isFalse();

    Files.delete(scene.folder.resolve("002_step.sql"));
    var gone = scene.verb("validate");
    assertThat(gone.code()).as(gone.text()).isZero();
    assertThat(gone.err()).contains("version 2 is applied, but there is no file for it");
    assertThat(scene.counter()).isEqualTo(2);
  }
}
