package io.schemamigration.e2e.chart;

import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tools that {@code e2e/cluster/tool.sh} finds, builds or unpacks, without a cluster. */
final class Tool {
  private static final Duration BUILD = Duration.ofMinutes(60);
  private static final Map<String, String> PATHS = new ConcurrentHashMap<>();

  private Tool() {}

  static Command helm(List<?> arguments) {
    return Command.of(path("helm"), arguments.toArray());
  }

  static Command promtool(Object... arguments) {
    return Command.of(path("promtool"), arguments);
  }

  private static String path(String name) {
    return PATHS.computeIfAbsent(
        name,
        tool ->
            Command.of(Repository.path("e2e/cluster/tool.sh"), tool).within(BUILD).run().strip());
  }
}
