package io.schemamigration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands on a folder of real style ({@link RealStyle}), where judging what a file does is
 * most of the work: with no remembered verdict ({@code XDG_CACHE_HOME} is empty) and with all
 * remembered, beside one psql session and, if {@code BASELINE} names the command of another build,
 * beside that.
 */
final class RealBench {
  private static final int FILES = 340;
  private static final int PENDING = 10;
  private static final int MANY = 10_000;
  private static final String APPLIED = "history of 340";

  private final Server server;
  private final Path migrate;
  private final @Nullable Path baseline;
  private final Path work;
  private final int rounds;

  RealBench(Server server, Path migrate, @Nullable Path baseline, Path work, int rounds) {
    this.server = server;
    this.migrate = migrate;
    this.baseline = baseline;
    this.work = work;
    this.rounds = rounds;
  }

  /**
   * One row of the table.
   *
   * @param name what is done
   * @param folder on which
   * @param arguments of the runner, for a database
   * @param applied how many files are applied before
   * @param psql whether psql does the same
   */
  private record Row(
      String name,
      Path folder,
      Function<Target, List<String>> arguments,
      int applied,
      boolean psql) {}

  /** Measures every row whose name contains the text and returns the table. */
  String table(String only) throws Exception {
    var text = new StringBuilder();
    text.append("| real style | no verdict known | all known | psql | the other build |\n");
    text.append("| --- | ---: | ---: | ---: | ---: |\n");
    for (var row : rows()) {
      if (row.name.contains(only)) {
        System.err.println("bench: " + row.name);
        text.append(line(row.name, measure(row)));
      }
    }
    return text.toString();
  }

  private List<Row> rows() throws IOException {
    var folder = work.resolve("real");
    RealStyle.write(folder, FILES);
    var many = work.resolve("many");
    RealStyle.small(many, MANY);
    var one = work.resolve("one");
    RealStyle.write(one, 0);
    RealStyle.add(one, 5);
    return List.of(
        new Row("up, 340 files of real style", folder, t -> on(t, folder, "up"), 0, true),
        new Row("status, 10 pending", folder, t -> on(t, folder, "status"), FILES - PENDING, false),
        new Row("plan, 10 pending", folder, t -> on(t, folder, "plan"), FILES - PENDING, false),
        new Row("down --steps 3", folder, t -> on(t, folder, "down", "--steps", "3"), FILES, false),
        new Row("lint, 340 files of real style", folder, t -> lint(folder), -1, false),
        new Row("lint, 10,000 small files", many, t -> lint(many), -1, false),
        new Row("lint, one file", one, t -> lint(one), -1, false));
  }

  private static List<String> on(Target target, Path folder, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", target.url(), "--dir", folder.toString()));
    return all;
  }

  private static List<String> lint(Path folder) {
    return List.of("lint", "--dir", folder.toString());
  }

  private Map<String, List<Double>> measure(Row row) throws Exception {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      var empty = work.resolve("cache-" + System.nanoTime());
      add(millis, "empty", run(row, migrate, empty));
      add(millis, "filled", run(row, migrate, empty));
      if (row.psql) {
        add(millis, "psql", psql(row));
      }
      if (baseline != null) {
        add(millis, "baseline", run(row, baseline, empty));
      }
      delete(empty);
    }
    return millis;
  }

  private static void add(Map<String, List<Double>> millis, String who, double value) {
    millis.computeIfAbsent(who, w -> new ArrayList<>()).add(value);
  }

  private double run(Row row, Path command, Path cache) throws Exception {
    if (row.applied < 0) {
      return timed(command(command, cache, lint(row.folder)), true);
    }
    var target = server.create(server.port());
    try {
      if (row.applied > 0) {
        prepare(row, command, target, cache);
      }
      server.checkpoint();
      double millis = timed(command(command, cache, row.arguments.apply(target)), false);
      if (row.name.startsWith("up") && target.ask(Tool.MIGRATE.count()) != FILES) {
        throw new IllegalStateException(APPLIED + " is not there");
      }
      return millis;
    } finally {
      server.drop(target);
    }
  }

  /** All but the pending files are applied, by the build that is measured. */
  private void prepare(Row row, Path command, Target target, Path cache) throws Exception {
    var part = work.resolve("applied-" + row.applied);
    if (!Files.exists(part)) {
      RealStyle.write(part, row.applied);
    }
    // verdicts of the preparation are none of the command's
    var other = Files.exists(cache) ? cache : work.resolve("cache-of-preparation");
    timed(command(command, other, on(target, part, "up")), false);
  }

  private double psql(Row row) throws Exception {
    var script = work.resolve("all.sql");
    if (!Files.exists(script)) {
      var text = new StringBuilder();
      try (var files = Files.list(row.folder)) {
        for (var file : files.filter(f -> f.toString().endsWith(".up.sql")).sorted().toList()) {
          text.append("BEGIN;\n\\i ").append(file).append("\nCOMMIT;\n");
        }
      }
      Files.writeString(script, text);
    }
    var target = server.create(server.port());
    try {
      server.checkpoint();
      return timed(
          List.of(
              "psql",
              "-X",
              "-q",
              "-v",
              "ON_ERROR_STOP=1",
              "-f",
              script.toString(),
              target.url().replace("postgres://", "postgresql://")),
          false);
    } finally {
      server.drop(target);
    }
  }

  private static List<String> command(Path command, Path cache, List<String> arguments) {
    var all = new ArrayList<>(List.of("env", "XDG_CACHE_HOME=" + cache, command.toString()));
    all.addAll(arguments);
    return all;
  }

  /** Lint says with its exit code 1 that it found something. */
  private double timed(List<String> command, boolean findings) throws Exception {
    return Measurement.of(command, 100, work.resolve("log"), findings ? 1 : 0).millis();
  }

  private static String line(String name, Map<String, List<Double>> millis) {
    double filled = median(millis.getOrDefault("filled", List.of()));
    return "| %s | %s | %s | %s | %s |%n"
        .formatted(
            name,
            seconds(millis, "empty", Double.NaN),
            seconds(millis, "filled", Double.NaN),
            seconds(millis, "psql", filled),
            seconds(millis, "baseline", filled));
  }

  /** With how many times that is of what the runner took with all verdicts known. */
  private static String seconds(Map<String, List<Double>> millis, String who, double against) {
    if (!millis.containsKey(who)) {
      return "";
    }
    double value = median(millis.getOrDefault(who, List.of()));
    return Double.isNaN(against)
        ? "%.2f s".formatted(value / 1000)
        : String.format(Locale.ROOT, "%.2f s (%.2f×)", value / 1000, value / against);
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
