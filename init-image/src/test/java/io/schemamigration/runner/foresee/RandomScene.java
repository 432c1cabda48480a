package io.schemamigration.runner.foresee;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings a database into a random state by what people and the operator do to it, and leaves a
 * folder of random files beside it. Files are named in letters: {@code 1e 2c 3o 4?} are an expand,
 * a contract, an offline and an undecided migration, {@code 5n} is one outside of a transaction.
 * What is in them can be run in any order, and again.
 */
final class RandomScene {
  private static final String PHASES = "eeeeccco?nn";
  private static final String OTHER = "uid/shop/other";
  private static final int HIGHEST = 7;
  private static final String HARMLESS =
      "-- phase: expand\n-- accept: unknown-statement nobody is there\n";

  private final Scene scene;
  private final Random random;
  private final Consumer<String> told;
  private final TreeMap<Integer, Character> files = new TreeMap<>();
  private final List<Integer> broken = new ArrayList<>();
  private int step = 1;

  RandomScene(Scene scene, long seed, Consumer<String> told) {
    this.scene = scene;
    this.random = new Random(seed);
    this.told = told;
  }

  /** Comes into being. */
  void grow() {
    files.put(1, 'e');
    scene.file("001_m.sql", "-- phase: expand\n" + Scene.COUNTER);
    more(1 + random.nextInt(4));
    int acts = random.nextInt(4);
    for (int i = 0; i < acts; i++) {
      act();
    }
    if (acts > 0 && chance(85)) {
      more(1 + random.nextInt(3));
    }
    for (var version : List.copyOf(broken)) {
      correct(version);
    }
    if (chance(8)) {
      edit();
    }
    if (chance(12)) {
      scene.file("R__view.sql", repeatable());
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void more(int count) {
    for (int i = 0; i < count; i++) {
      int highest = files.lastKey();
      boolean late = chance(15);
      int version = late ? 2 + random.nextInt(HIGHEST) : highest + 1 + random.nextInt(2);
      if (!files.containsKey(version)) {
        write(version, PHASES.charAt(random.nextInt(PHASES.length())));
      }
    }
    if (chance(10)) {
      scene.file("R__view.sql", repeatable());
    }
  }

  private String repeatable() {
    int number = random.nextInt(100);
    told.accept("R__view " + number);
    var header = chance(60) ? "-- phase: expand\n" : "";
    return header + "UPDATE counter SET n = n + " + number + " WHERE n < 0;\n";
  }

  private void write(int version, char phase) {
    files.put(version, phase);
    told.accept("file " + version + phase);
    var header =
        switch (phase) {
          case 'e' -> "-- phase: expand\n";
          case 'c' -> "-- phase: contract\n";
          case 'o' -> "-- phase: offline\n";
          case 'n' -> chance(50) ? "-- phase: contract\n" : HARMLESS;
          default -> "";
        };
    if (phase == 'e' && version > 2 && chance(20)) {
      header += "-- overtakes: " + (version - 1) + "\n";
    }
    var sql =
        switch (phase) {
          case 'e' ->
              chance(50)
                  ? "CREATE TABLE IF NOT EXISTS t" + version + " (id integer PRIMARY KEY);\n"
                  : "UPDATE counter SET n = n + 1;\n";
          case '?' -> unknown();
          case 'n' -> alone(version) + (chance(60) ? breaks(version) : Scene.COUNT + ";\n");
          default -> Scene.COUNT + ";\n";
        };
    var down = chance(70) ? "-- Down\nUPDATE counter SET n = n - 1;\n" : "";
    scene.file(name(version), header + "-- Up\n" + sql + (phase == 'n' ? "" : down));
  }

  private String breaks(int version) {
    broken.add(version);
    return "DROP TABLE nope" + version + ";\n";
  }

  private String alone(int version) {
    return scene.engine == Engine.SQLITE
        ? "PRAGMA journal_mode = WAL;\n"
        : "CREATE INDEX CONCURRENTLY IF NOT EXISTS i" + version + " ON counter (n);\n";
  }

  /** What no judge knows. */
  private String unknown() {
    return scene.engine == Engine.SQLITE
        ? "PRAGMA application_id = 7;\n"
        : "DO $$ BEGIN UPDATE counter SET n = n + 1; END $$;\n";
  }

  private static String name(int version) {
    return "%03d_m.sql".formatted(version);
  }

  /** A file that failed half-way is corrected; sometimes what it has done is edited, too. */
  private void correct(int version) {
    broken.remove(Integer.valueOf(version));
    var header = chance(50) ? "-- phase: contract\n" : HARMLESS;
    boolean edited = chance(20);
    told.accept("correct " + version + (edited ? ", edited" : ""));
    scene.file(
        name(version),
        header
            + "-- Up\n"
            + (edited ? "ANALYZE counter;\n" : "")
            + alone(version)
            + Scene.COUNT
            + ";\n");
  }

  private void edit() {
    int version = pick();
    if (files.get(version) != 'n') {
      told.accept("edit " + version);
      scene.file(name(version), "-- phase: expand\n-- Up\nUPDATE counter SET n = n + 2;\n");
    }
  }

  private int pick() {
    var all = List.copyOf(files.keySet());
    return all.get(random.nextInt(all.size()));
  }

  private void act() {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> run("up", flags("up"));
      case 4, 5 -> run("up", List.of("--owner", Scene.OWNER));
      case 6 -> run("up", List.of("--to", "" + pick()));
      case 7, 8 -> job("expand", chance(40) ? List.of("--first-install") : List.of());
      case 9 -> claim();
      case 10 -> run("down", List.of());
      case 11 -> run("baseline", List.of("--to", "" + files.lastKey()));
      case 12 -> tamper();
      default -> more(1);
    }
  }

  private Result run(String verb, List<String> flags) {
    var all = new ArrayList<>(flags);
    if (!verb.equals("baseline")) {
      all.add("--no-backup");
    }
    var result = scene.verb(verb, all.toArray(String[]::new));
    told.accept(verb + " " + flags + ": " + result.code());
    return result;
  }

  private void job(String name, List<String> more) {
    step += 5; // runs by hand take numbers, too
    var result = scene.step(name, step, more.toArray(String[]::new));
    told.accept("step " + name + " " + more + ": " + result.code());
  }

  private void claim() {
    var version = "" + pick();
    job("claim", List.of("--claim", version));
    if (chance(50)) {
      var id = Scene.id(step);
      job("contract", List.of("--claim", version, "--claim-id", id));
    }
  }

  /** What kills, restores and people with a client leave behind. */
  private void tamper() {
    if (!scene.hasTable("schema_migration_history")) {
      if (chance(50)) {
        told.accept("a table that nobody knows");
        scene.sql("CREATE TABLE IF NOT EXISTS other (id integer)");
      }
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> sql("DELETE FROM schema_migration_window");
      case 1 -> sql("DROP TABLE schema_migration_window");
      case 2 -> {
        sql("DROP TABLE schema_migration_history");
        sql("DROP TABLE schema_migration_window");
      }
      case 3 ->
          sql(
              "UPDATE schema_migration_window SET claim = '"
                  + pick()
                  + "', claim_firm = "
                  + (scene.engine == Engine.SQLITE ? "1" : "true"));
      default -> {
        for (var file : files.entrySet()) {
          if (file.getValue() == 'n') {
            sql(
                "UPDATE schema_migration_history SET status = 'running', statement = 0 WHERE version = '"
                    + file.getKey()
                    + "' AND status = 'completed'");
          }
        }
      }
    }
  }

  private void sql(String sql) {
    if (scene.hasTable("schema_migration_window")) {
      told.accept(sql);
      scene.sql(sql);
    }
  }

  /** Random flags of a verb. */
  List<String> flags(String verb) {
    var flags = new ArrayList<String>();
    if (verb.equals("to")) {
      flags.add("" + (chance(90) ? pick() : HIGHEST + 3));
    } else {
      upFlags(flags);
    }
    if (chance(25)) {
      flags.addAll(List.of("--override-owner", "why"));
    }
    return flags;
  }

  private void upFlags(List<String> flags) {
    if (chance(25)) {
      flags.addAll(List.of("--to", "" + (chance(90) ? pick() : HIGHEST + 3)));
    }
    if (chance(25)) {
      flags.addAll(List.of("--phase", "expand"));
    }
    if (chance(25)) {
      flags.add("--out-of-order");
    }
    if (chance(25)) {
      flags.addAll(List.of("--owner", chance(70) ? Scene.OWNER : OTHER));
    }
    if (chance(15)) {
      flags.add("--first-install");
    }
    if (chance(10)) {
      flags.addAll(List.of("--digest", chance(50) ? "sha256:0" : digest()));
    }
  }

  private String digest() {
    var valid =
        Scene.migrate(
            java.util.Map.of(), "validate", "--dir", scene.folder.toString(), "--output", "json");
    return valid.json().path("digest").asText();
  }

  /** Up mostly. */
  String verb() {
    return chance(75) ? "up" : "to";
  }
}
