package io.schemamigration.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured of one workload. */
final class Result {
  final Workload workload;
  private final Map<Tool, List<Measurement>> measured = new EnumMap<>(Tool.class);

  Result(Workload workload) {
    this.workload = workload;
  }

  void add(Tool tool, Measurement measurement) {
    measured.computeIfAbsent(tool, t -> new ArrayList<>()).add(measurement);
  }

  int count(Tool tool) {
    return measured.getOrDefault(tool, List.of()).size();
  }

  boolean has(Tool tool) {
    return count(tool) > 0;
  }

  double millis(Tool tool) {
    return median(
        measured.getOrDefault(tool, List.of()).stream().map(Measurement::millis).toList());
  }

  double megabytes(Tool tool) {
    return median(
        measured.getOrDefault(tool, List.of()).stream().map(Measurement::megabytes).toList());
  }

  /** How many times as long it takes as the runner. */
  double ratio(Tool tool) {
    return millis(tool) / millis(Tool.MIGRATE);
  }

  boolean met(Workload.Aim aim) {
    return switch (aim) {
      case Workload.Aim.Faster(var than, var times) -> has(than) && ratio(than) >= times;
      case Workload.Aim.Fits(var limit) -> megabytes(Tool.MIGRATE) <= limit;
    };
  }

  private static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
