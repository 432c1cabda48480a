package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.schemamigration.runner.cli.input.Verb;
import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What verbs print, as JSON and for people. */
class OutputTest extends DatabaseTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The words of each verb with which it does something in {@link #folder}, and a member it tells.
   */
  private Map<String, List<String>> calls() {
    var calls = new LinkedHashMap<String, List<String>>();
    calls.put("latest", List.of("version"));
    calls.put("validate", List.of("digest"));
    calls.put("create", List.of("created", "create_it"));
    calls.put("renumber", List.of("moved", "005_create_it.sql"));
    calls.put("merge", List.of("heads"));
    calls.put("completion", List.of("script", "bash"));
    calls.put("plan", List.of("migrations"));
    calls.put("sql", List.of("script"));
    calls.put("rehearse", List.of("migrations"));
    calls.put("up", List.of("report", "--to", "3"));
    calls.put("status", List.of("window"));
    calls.put("current", List.of("version"));
    calls.put("history", List.of("history"));
    calls.put("verify", List.of("mayStart", "--version", "3"));
    calls.put("down", List.of("report"));
    calls.put("to", List.of("report", "3"));
    calls.put("redo", List.of("report"));
    calls.put("mark-applied", List.of("markedApplied", "3", "--reason", "by hand"));
    calls.put("mark-rolled-back", List.of("rolledBack", "3"));
    calls.put("repair", List.of("leftovers"));
    calls.put(
        "step", List.of("report", "expand", "--number", "99", "--id", "a", "--owner", "a/b/c"));
    calls.put("backup", List.of(engine == Engine.SQLITE ? "backup" : "failure"));
    calls.put("restore", List.of("failure", "nothing.db"));
    calls.put("baseline", List.of("failure", "--to", "1"));
    calls.put("adopt", List.of("failure"));
    calls.put("lint", List.of("findings"));
    calls.put("split", List.of("failure", "nothing.sql"));
    calls.put("explain", List.of("rules"));
    return calls;
  }

  private static List<String> verbs() {
    return Arrays.stream(Verb.values()).map(Verb::text).toList();
  }

  private void folder() {
    for (int version = 1; version <= 3; version++) {
      scene.file(
          "00" + version + "_t.sql",
          "-- phase: expand\n-- Up\nCREATE TABLE t%d (n integer);\n-- Down\nDROP TABLE t%d;\n"
              .formatted(version, version));
    }
    scene.file("004_t.sql", "-- phase: contract\nSELECT 1;\n");
  }

  @Test
  void eachVerbPrintsJsonThatIsAskedForIt() throws JsonProcessingException {
    folder();
    assertThat(calls().keySet()).containsExactlyInAnyOrderElementsOf(verbs());
    for (var call : calls().entrySet()) {
      var result = call(call.getKey(), call.getValue().subList(1, call.getValue().size()));
      if (call.getKey().equals("create")) {
        scene.file("006_create_it.sql", "SELECT 1;\n"); // else nothing would run
      }
      JsonNode json = JSON.readTree(result.out());
      assertThat(json.isObject()).as("%s: %s", call.getKey(), result.text()).isTrue();
      assertThat(json.has(call.getValue().getFirst()))
          .as("%s has %s: %s", call.getKey(), call.getValue().getFirst(), result.text())
          .isTrue();
      if (call.getKey().equals("create")) {
        scene.file("005_create_it.sql", "SELECT 5;\n"); // empty, it would be refused
      }
    }
  }

  private Result call(String verb, List<String> words) {
    var args = new ArrayList<>(List.of(verb));
    args.addAll(words);
    args.addAll(List.of("--output", "json"));
    var help = Scene.migrate(Map.of(), verb, "--help").out();
    if (help.contains("--url ")) {
      args.addAll(List.of("--url", scene.url()));
    }
    if (help.contains("--dir ")) {
      args.addAll(List.of("--dir", scene.folder.toString()));
    }
    return Scene.migrate(Map.of(), args.toArray(String[]::new));
  }

  @Test
  void whatIsRefusedAndWhatIsMisusedAreJsonToo() throws JsonProcessingException {
    scene.counting().file("003_b.sql", "SELECT 1;\n");

    var refused = JSON.readTree(call("status", List.of()).out());
    var misused = JSON.readTree(call("down", List.of("--steps", "x")).out());
    var invalid = JSON.readTree(call("validate", List.of()).out());

    assertThat(refused.path("reason").asText()).isEqualTo("InvalidMigrations");
    assertThat(refused.at("/failure/message").asText()).contains("comes twice");
    assertThat(misused.at("/failure/message").asText()).contains("is not a whole number");
    assertThat(invalid.path("valid").asBoolean()).isFalse();
    assertThat(invalid.at("/problems/0/file").asText()).startsWith("003_");
  }

  @Test
  void nothingThatOthersWroteObeysHidesOrForgesALine() {
    var bad = "\u001b[31m\u009b1m\u202e\u0007\r\nForged";
    scene.file(
        "001_t.sql", "-- phase: expand\n-- Description: a\u001b[1m\nCREATE TABLE t (n int);\n");
    scene.file("002_t.sql", "-- phase: contract\nDROP TABLE \"" + bad + "\";\n");
    scene.up("--no-backup");
    for (var verb :
        List.of("up", "plan", "status", "history", "lint", "repair", "validate", "sql")) {
      assertThat(shown(verb)).as(verb).isNotEmpty();
    }
    scene.file("003_t.sql", "-- phase: expand\nSELECT 1;\n");
    scene.file("003_" + bad + ".sql", "SELECT 1;\n");
    assertThat(shown("status")).contains("003_\\x1b[31m\\x9b1m\\u202e\\x07\\r\\nForged.sql");
  }

  private String shown(String verb) {
    var text =
        call(verb, List.of()).text()
            + Scene.migrate(Map.of(), verb, "--url", scene.url(), "--dir", scene.folder.toString())
                .text();
    if (!verb.equals("sql")) {
      assertThat(text).as(verb).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]|(?m)^Forged");
    }
    return text;
  }

  @Test
  void aRepeatableFileIsPendingThenCompletedThenChanged() throws JsonProcessingException {
    scene.counting().file("R__view.sql", "-- phase: expand\nUPDATE counter SET n = n + 5;\n");

    assertThat(repeatable("status")).isEqualTo("R__view pending");
    assertThat(repeatable("plan")).isEqualTo("R__view pending");
    scene.up("--no-backup");
    assertThat(repeatable("status")).isEqualTo("R__view completed");
    assertThat(repeatable("plan")).isEqualTo("? ?");
    assertThat(text("plan")).isEqualTo("nothing to do\n");
    scene.file("R__view.sql", "-- phase: expand\nUPDATE counter SET n = n + 6;\n");
    assertThat(repeatable("status")).isEqualTo("R__view changed");
    assertThat(repeatable("plan")).isEqualTo("R__view changed");
    assertThat(text("plan"))
        .contains("R__view          expand    changed     view")
        .contains("-- R__view.sql\n   UPDATE counter SET n = n + 6")
        .doesNotContain("nothing to do");
    assertThat(text("status"))
        .containsPattern("(?m)^R__view          expand    changed     20.{17} view$");
  }

  private String repeatable(String verb) throws JsonProcessingException {
    var file = JSON.readTree(call(verb, List.of()).out()).path("repeatables").path(0);
    return file.path("name").asText("?") + " " + file.path("status").asText("?");
  }

  private String text(String verb) {
    return Scene.migrate(Map.of(), verb, "--url", scene.url(), "--dir", scene.folder.toString())
        .out();
  }
}
