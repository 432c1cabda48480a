package io.schemamigration.runner.foresee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the dry run promises is what the run does: which migrations, in which order, where the
 * window is then, and how it ends; whatever the database went through before. Seeds are fixed;
 * {@code -Ddryrun.cases=N} runs more of them, {@code -Ddryrun.seed=N} one alone.
 */
class DryRunTest {
  private static final int SQLITE_CASES = 500;
  private static final int POSTGRES_CASES = 250;

  @TempDir(factory = InMemory.class)
  Path temp;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void promisesWhatTheRunDoes(Engine engine) {
    int cases =
        Integer.getInteger("dryrun.cases", engine == Engine.SQLITE ? SQLITE_CASES : POSTGRES_CASES);
    int only = Integer.getInteger("dryrun.seed", 0);
    var database = engine == Engine.POSTGRESQL ? Postgres.create() : "";
    var ends = new TreeMap<String, Integer>();
    for (int seed = only == 0 ? 1 : only; seed <= (only == 0 ? cases : only); seed++) {
      var folder = temp.resolve("case" + seed);
      try (var scene =
          engine == Engine.SQLITE
              ? new Scene(engine, folder(folder))
              : new Scene(folder(folder), database)) {
        ends.merge(holds(scene, seed), 1, Integer::sum);
      }
    }
    if (only == 0) {
      assertThat(ends.keySet())
          .as("ways in which runs ended")
          .containsAll(engine == Engine.SQLITE ? REACHED : REACHED.subList(0, REACHED.size() - 1));
    }
  }

  /**
   * Without these the seeds would show nothing; the last one takes more of them than PostgreSQL
   * has.
   */
  private static final List<String> REACHED =
      List.of(
          "0 ",
          "3 ChecksumMismatch",
          "3 DigestMismatch",
          "3 InvalidMigrations",
          "3 NeedsApproval",
          "3 OwnedByAnother",
          "3 VersionUnknown",
          "3 VersionUnreachable",
          "3 WaitingForLock");

  private static String holds(Scene scene, int seed) {
    var story = new ArrayList<String>();
    var random = new RandomScene(scene, seed, story::add);
    random.grow();
    var verb = random.verb();
    var flags = random.flags(verb);
    story.add(verb + " " + flags);
    var before = state(scene);
    var files = repeated(scene);
    var dry = scene.verb(verb, with(flags, "--dry-run"));
    assertThat(state(scene)).as("a dry run changes nothing: %s", story).isEqualTo(before);
    var planned = verb.equals("up") ? plan(scene, flags) : null;
    var run = scene.verb(verb, with(flags, "--no-backup"));
    var what = "seed " + seed + " on " + scene.engine + ": " + story + "\n" + dry + "\n" + run;
    if (run.reason().equals("MigrationFailed")) {
      return failed(dry, run, what);
    }
    assertThat(dry.code()).as(what).isEqualTo(run.code());
    boolean back = run.json().path("step").asText().equals("down");
    assertThat(versions(dry, back)).as(what).isEqualTo(run.applied());
    assertThat(dry.reason()).as(what).isEqualTo(run.reason());
    if (run.code() == 0) {
      assertThat(names(dry)).as(what).isEqualTo(changed(files, repeated(scene)));
      if (!dry.json().path("window").isMissingNode()) {
        assertThat(dry.json().path("window")).as(what).isEqualTo(run.json().path("window"));
      }
    }
    if (planned != null) {
      assertThat(planned.code()).as(what).isEqualTo(dry.code());
      assertThat(planned.out()).as(what).isEqualTo(dry.out());
    }
    return run.code() + " " + run.reason();
  }

  /** Whether a statement fails only the run can know; up to it the order is the promised one. */
  private static String failed(Result dry, Result run, String what) {
    var begun = run.applied() + " " + run.json().path("failure").path("version").asText();
    assertThat(versions(dry, false) + " ").as(what).startsWith(begun.strip() + " ");
    return run.code() + " " + run.reason();
  }

  private static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String[] with(List<String> flags, String more) {
    var all = new ArrayList<>(flags);
    all.add(more);
    return all.toArray(String[]::new);
  }

  /** The verb plan says the same, unless it lacks a flag. */
  private static @org.jspecify.annotations.Nullable Result plan(Scene scene, List<String> flags) {
    return flags.contains("--first-install") || flags.contains("--digest")
        ? null
        : scene.verb("plan", flags.toArray(String[]::new));
  }

  /** A way back is listed as status lists it, and taken from the highest. */
  private static String versions(Result dry, boolean back) {
    var versions = List.of(values(dry.json().path("migrations"), "version").split(" ", -1));
    return String.join(" ", back ? versions.reversed() : versions);
  }

  private static String names(Result dry) {
    return values(dry.json().path("repeatables"), "name");
  }

  private static String values(JsonNode list, String name) {
    var values = new ArrayList<String>();
    list.forEach(one -> values.add(one.path(name).asText()));
    return String.join(" ", values);
  }

  private static String state(Scene scene) {
    var text = new StringBuilder();
    for (var table : List.of("schema_migration_history", "schema_migration_window", "counter")) {
      text.append(table).append(": ");
      text.append(scene.hasTable(table) ? scene.ask("SELECT * FROM " + table) : "none")
          .append('\n');
    }
    return text.toString();
  }

  private static Map<String, String> repeated(Scene scene) {
    var rows = new TreeMap<String, String>();
    if (scene.hasTable("schema_migration_history")) {
      var found =
          scene.ask(
              "SELECT version, checksum FROM schema_migration_history WHERE version LIKE 'R%' AND status ="
                  + " 'completed'");
      for (var row : found.split(",", -1)) {
        var words = row.split(" ", -1);
        if (words.length == 2) {
          rows.put(words[0], words[1]);
        }
      }
    }
    return rows;
  }

  private static String changed(Map<String, String> before, Map<String, String> after) {
    var changed = new ArrayList<String>();
    after.forEach((name, checksum) -> {
      if (!checksum.equals(before.get(name))) {
        changed.add(name);
      }
    });
    return String.join(" ", changed);
  }
}
