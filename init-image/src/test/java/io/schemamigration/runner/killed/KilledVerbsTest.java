package io.schemamigration.runner.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.KillSweep;
import io.schemamigration.runner.support.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The verbs that {@link KilledTest} and {@link KilledDownTest} leave out end before each statement,
 * and on PostgreSQL also after each, when nobody is left to hear the answer. One more run, and the
 * database is what an undisturbed run makes of it.
 */
class KilledVerbsTest extends KillSweep {
  /**
   * Of the messages of a run that connects again after a pause, each fourth takes its turn here,
   * others before it than after it. {@code -Dkill.every=1} takes all.
   */
  private static final int EVERY = Kill.EVERY;

  private static final String BACK = "UPDATE counter SET n = n - 1";

  private Scene scene(Consumer<Scene> before) {
    var scene = empty();
    before.accept(scene);
    return scene;
  }

  /** What counts: the migrations that are applied, the window, and how often was counted. */
  private static String state(Scene scene) {
    return scene.ask(
            "SELECT version, status FROM schema_migration_history"
                + " WHERE status <> 'rolled_back' ORDER BY version")
        + " | "
        + scene.window()
        + " | "
        + scene.counter();
  }

  /**
   * Kills it everywhere.
   *
   * @param verb the command, of which the third word is the URL
   * @param again what is run after the kill
   */
  private void sweep(Consumer<Scene> before, List<String> verb, List<String> again) {
    var undisturbed = undisturbed(before, verb);
    boolean waits = engine == Engine.POSTGRESQL && again.contains("up");
    for (boolean answerLost : answersLost()) {
      int first = answerLost && waits ? 1 + EVERY / 2 : 1;
      sweep(
          first,
          waits ? EVERY : 1,
          () -> scene(before),
          (n, scene) -> {
            boolean killed =
                answerLost
                    ? Kill.after(n, scene, url -> command(verb, scene, url))
                    : kill.before(n, scene, url -> command(verb, scene, url));
            var next = scene.migrate(command(again, scene, scene.url()));
            var where = (answerLost ? "no answer to " : "killed before ") + n + ": " + next.text();
            // adopt and baseline are done once, and say so
            assertThat(next.code() == 0 || next.text().contains("already has a history"))
                .as(where)
                .isTrue();
            assertThat(state(scene)).as(where).isEqualTo(undisturbed);
            return killed;
          });
    }
  }

  private String undisturbed(Consumer<Scene> before, List<String> verb) {
    try (var scene = scene(before)) {
      var done = scene.migrate(command(verb, scene, scene.url()));
      assertThat(done.code()).as(done.text()).isZero();
      return state(scene);
    }
  }

  private List<Boolean> answersLost() {
    return engine == Engine.SQLITE ? List.of(false) : List.of(false, true);
  }

  private static String[] command(List<String> verb, Scene scene, String url) {
    var args = new ArrayList<>(verb);
    args.addAll(List.of("--url", url, "--dir", scene.folder.toString()));
    return args.toArray(String[]::new);
  }

  private void sweep(Consumer<Scene> before, String... verb) {
    sweep(before, List.of(verb), List.of(verb));
  }

  private static void applied(Scene scene) {
    scene
        .counting()
        .file("002_step.sql", "-- phase: expand\n-- Up\n" + Scene.COUNT + ";\n-- Down\n" + BACK)
        .file("003_step.sql", "-- phase: contract\n-- Up\n" + Scene.COUNT + ";\n-- Down\n" + BACK);
    var up = scene.up();
    assertThat(up.code()).as(up.text()).isZero();
  }

  private static void unknown(Scene scene) {
    scene.counting().sql("CREATE TABLE counter (n integer)", "INSERT INTO counter VALUES (1)");
  }

  @Test
  void adopt() {
    sweep(
        scene -> {
          unknown(scene);
          scene.sql(
              "CREATE TABLE d1_migrations (id integer PRIMARY KEY, name text, applied_at timestamp)",
              "INSERT INTO d1_migrations VALUES (1, '001_counter.sql', '2024-05-06 07:08:09')",
              "INSERT INTO d1_migrations VALUES (2, '002_step.sql', '2024-05-06 07:08:09')");
        },
        "adopt");
  }

  @Test
  void baseline() {
    sweep(KilledVerbsTest::unknown, "baseline", "--to", "2");
  }

  @Test
  void markApplied() {
    sweep(
        scene -> {
          applied(scene);
          scene.contract(4, Scene.COUNT);
        },
        "mark-applied",
        "4",
        "--reason",
        "by hand");
  }

  @Test
  void markRolledBack() {
    sweep(KilledVerbsTest::applied, "mark-rolled-back", "3");
  }

  @Test
  void redoIsEndedByUp() {
    sweep(KilledVerbsTest::applied, List.of("redo"), List.of("up"));
  }

  @Test
  void repairOfAChecksum() {
    sweep(
        scene -> {
          applied(scene);
          scene.file("001_counter.sql", "-- phase: expand\n-- edited\n" + Scene.COUNTER);
        },
        List.of("repair", "--accept-checksum", "1", "--reason", "a comment"),
        List.of("repair", "--accept-checksum", "1", "--reason", "a comment"));
  }

  /** What a run left after two of three statements. */
  @Test
  void repairOfALeftover() {
    sweep(
        scene -> {
          applied(scene);
          var plain = "-- migrate:up transaction:false\n-- phase: expand\n" + Scene.COUNT + ";\n";
          scene.file("004_plain.sql", plain + "SELECT 1;\nSELECT * FROM nowhere;\n");
          assertThat(scene.up().code()).isEqualTo(1);
        },
        "repair");
  }

  @Test
  void repeatableFiles() {
    sweep(
        scene -> {
          scene.file("V1__counter.sql", "-- phase: expand\n" + Scene.COUNTER);
          scene.file("R__one.sql", Scene.COUNT + ";\n");
          scene.file("R__two.sql", Scene.COUNT + ";\n" + Scene.COUNT + ";\n");
        },
        "up");
  }

  @Test
  void repeatableFilesThatHaveChanged() {
    sweep(
        scene -> {
          scene.file("V1__counter.sql", "-- phase: expand\n" + Scene.COUNTER);
          scene.file("R__one.sql", Scene.COUNT + ";\n");
          assertThat(scene.up().code()).isZero();
          scene.file("R__one.sql", "-- changed\n" + Scene.COUNT + ";\n");
        },
        "up");
  }
}
