package io.schemamigration.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results for people and for programs. */
final class Table {
  private static final String ROW = "| %-38s | %7s | %5s | %15s | %14s | %14s | %14s | %s%n";

  private Table() {}

  static String markdown(List<Result> results) {
    var text = new StringBuilder();
    text.append(
        ROW.formatted(
            "workload", "migrate", "MB", "other build", "Flyway", "Liquibase", "dbmate", "aims |"));
    text.append(ROW.formatted("---", "---:", "---:", "---:", "---:", "---:", "---:", "--- |"));
    for (var result : results) {
      text.append(
          ROW.formatted(
              result.workload.name(),
              seconds(result.millis(Tool.MIGRATE)),
              "%.0f".formatted(result.megabytes(Tool.MIGRATE)),
              rival(result, Tool.OTHER),
              rival(result, Tool.FLYWAY),
              rival(result, Tool.LIQUIBASE),
              rival(result, Tool.DBMATE),
              aims(result) + " |"));
    }
    return text.toString();
  }

  private static String rival(Result result, Tool tool) {
    return result.has(tool)
        ? "%s (%.2f×)".formatted(seconds(result.millis(tool)), result.ratio(tool))
        : "";
  }

  private static String aims(Result result) {
    return result.workload.aims().stream()
        .map(aim -> text(aim) + (result.met(aim) ? " ✓" : " ✗"))
        .collect(Collectors.joining(", "));
  }

  private static String text(Workload.Aim aim) {
    return switch (aim) {
      case Workload.Aim.Faster(var than, var times) when than == Tool.OTHER ->
          "≤ %.1f× %s".formatted(1 / times, than.text());
      case Workload.Aim.Faster(var than, var times) when times < 1 ->
          "≤ %s + %.0f %%".formatted(than.text(), (1 / times - 1) * 100);
      case Workload.Aim.Faster(var than, var times) ->
          "≥ %s× %s".formatted(Double.toString(times).replaceAll("\\.0$", ""), than.text());
      case Workload.Aim.Fits(var limit) -> "≤ %d MB".formatted(limit);
    };
  }

  private static String seconds(double millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000);
  }

  static String json(List<Result> results, String server, int rounds) {
    return "{\"server\": \"PostgreSQL %s\", \"cores\": %d, \"rounds\": %d, \"workloads\": [\n%s\n]}\n"
        .formatted(
            server,
            Runtime.getRuntime().availableProcessors(),
            rounds,
            results.stream().map(Table::json).collect(Collectors.joining(",\n")));
  }

  private static String json(Result result) {
    var tools =
        java.util.Arrays.stream(Tool.values())
            .filter(result::has)
            .map(tool ->
                String.format(
                    Locale.ROOT,
                    "\"%s\": {\"medianMs\": %.1f, \"peakMB\": %.1f, \"n\": %d, \"ratio\": %.2f}",
                    tool.text(),
                    result.millis(tool),
                    result.megabytes(tool),
                    result.count(tool),
                    result.ratio(tool)))
            .collect(Collectors.joining(", "));
    return "  {\"name\": \"%s\", %s, \"aims\": [%s]}"
        .formatted(
            result.workload.name(),
            tools,
            result.workload.aims().stream()
                .map(aim -> "{\"aim\": \"%s\", \"met\": %s}".formatted(text(aim), result.met(aim)))
                .collect(Collectors.joining(", ")));
  }
}
