package io.schemamigration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs each workload with each tool in turn, so that what else the machine does hits all of them,
 * and prints medians. Arguments: folder of the module's build, the runner's command, dbmate's
 * binary, the file for JSON. Environment: {@code ROUNDS} (default 5), {@code ONLY} (a part of a
 * workload's name), {@code TOOLS} (names; migrate is always among them), {@code BASELINE} (the
 * command of another build, for {@link RealBench}).
 */
public final class Bench {
  private final Server server;
  private final DistantServer distant;
  private final Commands commands;
  private final Path work;
  private final Folders folders;
  private final int rounds;

  private Bench(Server server, DistantServer distant, Commands commands, Path work, int rounds) {
    this.server = server;
    this.distant = distant;
    this.commands = commands;
    this.work = work;
    this.folders = new Folders(work.resolve("migrations"));
    this.rounds = rounds;
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    var target = Path.of(args[0]).toAbsolutePath();
    var commands =
        new Commands(
            Path.of(args[1]).toAbsolutePath(),
            baseline(),
            Path.of(args[2]).toAbsolutePath(),
            target.resolve("lib"),
            target.resolve("classes"));
    int rounds = Integer.parseInt(System.getenv().getOrDefault("ROUNDS", "5"));
    var work = Files.createTempDirectory("migrate-bench");
    try (var server = new Server();
        var distant = new DistantServer(server.port())) {
      var bench = new Bench(server, distant, commands, work, rounds);
      var results = bench.all(tools());
      System.out.println(Table.markdown(results));
      System.out.println(
          new RealBench(server, commands.migrate(), commands.other(), work, rounds)
              .table(System.getenv().getOrDefault("ONLY", "")));
      var json = Path.of(args[3]);
      Files.createDirectories(json.toAbsolutePath().getParent());
      Files.writeString(json, Table.json(results, server.version(), rounds));
      System.err.println("bench: " + json + " has the same");
    } finally {
      delete(work);
    }
  }

  private static @Nullable Path baseline() {
    var command = System.getenv("BASELINE");
    return command == null ? null : Path.of(command).toAbsolutePath();
  }

  private static List<Tool> tools() {
    var wanted = System.getenv().getOrDefault("TOOLS", "flyway liquibase dbmate");
    var tools = new ArrayList<Tool>();
    for (var tool : Tool.values()) {
      boolean always = tool == Tool.MIGRATE || (tool == Tool.OTHER && baseline() != null);
      if (always || wanted.contains(tool.name().toLowerCase(java.util.Locale.ROOT))) {
        tools.add(tool);
      }
    }
    return tools;
  }

  private List<Result> all(List<Tool> tools) throws Exception {
    var only = System.getenv().getOrDefault("ONLY", "");
    var results = new ArrayList<Result>();
    for (var workload : Workload.ALL) {
      if (!workload.name().contains(only)) {
        continue;
      }
      if (workload.processor() < 100 && !Measurement.canLimit()) {
        System.err.println("bench: can't limit the processor here, left out: " + workload.name());
        continue;
      }
      System.err.println("bench: " + workload.name());
      results.add(
          workload.kind() == Workload.Kind.NOTHING
              ? again(workload, tools)
              : fresh(workload, tools));
    }
    return results;
  }

  /** Each run on an empty database. */
  private Result fresh(Workload workload, List<Tool> tools) throws Exception {
    var result = new Result(workload);
    for (int round = 0; round < rounds; round++) {
      for (var tool : tools) {
        if (round >= tool.rounds(rounds)) {
          continue;
        }
        var folder = folders.of(tool, workload.kind(), workload.size());
        var target = empty(workload);
        result.add(tool, measure(workload, tool, target, folder));
        int expected = workload.kind() == Workload.Kind.INSERTS ? 1 : workload.size();
        check(target.ask(tool.count()) >= expected, tool + " did not apply everything");
        discard(target);
      }
    }
    return result;
  }

  /** Each run on a database in which all is applied. */
  private Result again(Workload workload, List<Tool> tools) throws Exception {
    var result = new Result(workload);
    Map<Tool, Target> targets = new EnumMap<>(Tool.class);
    for (var tool : tools) {
      var target = empty(workload);
      Measurement.of(
          commands.of(tool, target, folders.of(tool, workload.kind(), 1)),
          100,
          work.resolve("log"));
      target.run(tool.pretend(workload.size()));
      target.run("ANALYZE");
      targets.put(tool, target);
    }
    for (int round = 0; round < rounds; round++) {
      for (var target : targets.entrySet()) {
        var tool = target.getKey();
        if (round >= tool.rounds(rounds)) {
          continue;
        }
        var folder = folders.of(tool, workload.kind(), workload.size());
        long before = target.getValue().ask(tool.count());
        result.add(tool, measure(workload, tool, target.getValue(), folder));
        check(target.getValue().ask(tool.count()) == before, tool + " applied something");
      }
    }
    for (var target : targets.values()) {
      discard(target);
    }
    return result;
  }

  private Measurement measure(Workload workload, Tool tool, Target target, Path folder)
      throws Exception {
    if (target.postgresql()) {
      server.checkpoint();
    }
    return Measurement.of(
        commands.of(tool, target, folder), workload.processor(), work.resolve("log"));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private Target empty(Workload workload) throws SQLException {
    return switch (workload.database()) {
      case SQLITE -> new Target(work.resolve("app.db").toString(), 0, 0);
      case POSTGRESQL ->
          server.create(
              workload.network() == Workload.Network.DISTANT ? distant.port() : server.port());
    };
  }

  private void discard(Target target) throws IOException, SQLException {
    if (target.postgresql()) {
      server.drop(target);
      return;
    }
    for (var suffix : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(Path.of(target.name() + suffix));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
