package io.schemamigration.operator.telemetry;

import io.fabric8.kubernetes.api.model.Condition;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of each SchemaMigration: at most six series, made while somebody asks. With
 * thousands of them, a meter for each would be most of the operator's memory.
 */
final class Fleet implements MultiCollector {
  private final Map<String, Facts> facts = new ConcurrentHashMap<>();
  private final Clock clock;

  Fleet(Clock clock) {
    this.clock = clock;
  }

  /** What is shown of one. */
  private record Facts(
      String namespace,
      String name,
      String reason,
      int held,
      @Nullable Instant heldSince,
      long blockingPods,
      @Nullable Instant lastApplied,
      double minimum,
      double maximum) {}

  /**
   * Shows it as it is now.
   *
   * @param resource as it was written
   * @param decided what its status remembers now
   */
  void show(SchemaMigration resource, RecordedStatus decided) {
    facts.compute(resource.getMetadata().getUid(), (uid, old) -> facts(resource, decided, old));
  }

  void forget(SchemaMigration resource) {
    facts.remove(resource.getMetadata().getUid());
  }

  /** How many workloads are held. */
  double held() {
    return facts.values().stream().mapToInt(Facts::held).sum();
  }

  private Facts facts(SchemaMigration resource, RecordedStatus decided, @Nullable Facts old) {
    var status = resource.getStatus();
    int heldNow = status.heldWorkloads() == null ? 0 : status.heldWorkloads();
    var since =
        heldNow == 0
            ? null
            : old != null && old.heldSince() != null ? old.heldSince() : clock.instant();
    var blockers = decided.blockedBy().stream().filter(b -> b.kind().equals("Pod")).count();
    var window = decided.window();
    return new Facts(
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        reason(status),
        heldNow,
        since,
        blockers,
        applied(decided.step(), old),
        window == null ? 0 : firstPart(window.minimum()),
        window == null ? 0 : firstPart(window.maximum()));
  }

  private static @Nullable Instant applied(@Nullable Step step, @Nullable Facts old) {
    var ending = step == null ? null : step.attempt().ending();
    if (ending != null && ending.succeeded()) {
      return ending.finishedAt();
    }
    return old == null ? null : old.lastApplied();
  }

  private static String reason(SchemaMigrationStatus status) {
    var conditions = status.conditions() == null ? List.<Condition>of() : status.conditions();
    return conditions.stream()
        .filter(c -> "Ready".equals(c.getType()))
        .map(Condition::getReason)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Reason.APPLYING.text());
  }

  private static double firstPart(Version version) {
    var text = version.toString();
    int dot = text.indexOf('.');
    return Double.parseDouble(text.substring(0, dot < 0 ? text.length() : dot));
  }

  // ---- as Prometheus reads it -------------------------------------------------------------------

  @Override
  public MetricSnapshots collect() {
    var now = clock.instant();
    var all = List.copyOf(facts.values());
    return MetricSnapshots.of(
        gauge(all, "state", "The reason of the Ready condition, as a state set", f -> 1.0),
        gauge(
            all,
            "held_seconds",
            "For how long a workload has been held, in seconds",
            f ->
                f.heldSince() == null
                    ? 0
                    : Duration.between(f.heldSince(), now).toMillis() / 1000.0),
        gauge(
            all,
            "blocking_pods",
            "Pods of older code that a contract migration waits for",
            f -> (double) f.blockingPods()),
        gauge(
            all,
            "last_applied_timestamp_seconds",
            "When a step last succeeded, as a Unix time",
            f -> f.lastApplied() == null ? null : (double) f.lastApplied().getEpochSecond()),
        gauge(
            all,
            "window_minimum",
            "Lowest schema version whose code may run (first part)",
            Facts::minimum),
        gauge(
            all,
            "window_maximum",
            "Highest schema version whose code may run (first part)",
            Facts::maximum));
  }

  private static GaugeSnapshot gauge(
      List<Facts> all, String name, String help, Function<Facts, @Nullable Double> value) {
    var gauge = GaugeSnapshot.builder().name("schemamigration_" + name).help(help);
    for (var f : all) {
      var number = value.apply(f);
      if (number != null) {
        var labels =
            name.equals("state")
                ? Labels.of("name", f.name(), "namespace", f.namespace(), "reason", f.reason())
                : Labels.of("name", f.name(), "namespace", f.namespace());
        gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(number).build());
      }
    }
    return gauge.build();
  }
}
