package io.schemamigration.operator.telemetry;

import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The metrics that dashboards and alerts depend on. */
public final class Telemetry {
  private static final String NAMESPACE = "namespace";
  private static final String NAME = "name";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Facts> facts = new ConcurrentHashMap<>();
  private final Clock clock;
  private final MultiGauge state;
  private final MultiGauge held;
  private final MultiGauge heldSeconds;
  private final MultiGauge blocking;
  private final MultiGauge lastApplied;
  private final MultiGauge minimum;
  private final MultiGauge maximum;

  /** What is shown of one SchemaMigration. */
  private record Facts(
      Tags tags,
      String reason,
      int held,
      @Nullable Instant heldSince,
      long blockingPods,
      @Nullable Instant lastApplied,
      double minimum,
      double maximum) {}

  /** Registers everything; {@code version} of the operator labels the build info. */
  public Telemetry(Clock clock, String version) {
    this.clock = clock;
    this.state =
        gauge("schemamigration.state", "The reason of the Ready condition, as a state set");
    this.held =
        gauge(
            "schemamigration.held.workloads",
            "Workloads held because their schema is not there yet");
    this.heldSeconds =
        gauge("schemamigration.held.seconds", "For how long a workload has been held, in seconds");
    this.blocking =
        gauge(
            "schemamigration.blocking.pods",
            "Pods of older code that a contract migration waits for");
    this.lastApplied =
        gauge(
            "schemamigration.last.applied.timestamp.seconds",
            "When a step last succeeded, as a Unix time");
    this.minimum =
        gauge(
            "schemamigration.window.minimum",
            "Lowest schema version whose code may run (first part)");
    this.maximum =
        gauge(
            "schemamigration.window.maximum",
            "Highest schema version whose code may run (first part)");
    Gauge.builder("schemamigration.build.info", () -> 1)
        .description("The operator's version")
        .tags("version", version)
        .register(registry);
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** The registry, for the framework's own metrics. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** The text that Prometheus scrapes. */
  public String scrape() {
    publish();
    return registry.scrape();
  }

  /**
   * Counts what changed between what was seen and what was written.
   *
   * @param resource as it was written
   * @param decided what its status remembers now
   */
  public void record(SchemaMigration resource, Observation seen, RecordedStatus decided) {
    countStep(resource, seen.job(), seen.status().step(), decided.lastFailure());
    var key = resource.getMetadata().getUid();
    var old = facts.get(key);
    facts.put(key, facts(resource, decided, old));
  }

  /** Stops showing an object that is gone. */
  public void forget(SchemaMigration resource) {
    facts.remove(resource.getMetadata().getUid());
  }

  private void countStep(
      SchemaMigration resource,
      JobState job,
      @Nullable Step step,
      @Nullable FailureStatus failure) {
    if (step == null || !step.running()) {
      return;
    }
    switch (job) {
      case JobState.Reported(Report report) -> countStep(resource, step, report.outcome());
      case JobState.Silent _, JobState.Foreign _ -> countStep(resource, step, Outcome.RETRY);
      case JobState.None _, JobState.Absent _, JobState.Active _ -> {
        return;
      }
    }
    if (failure != null && Reason.WAITING_FOR_LOCK.text().equals(failure.reason())) {
      registry.counter("schemamigration.lock.waits", tags(resource)).increment();
    }
  }

  private void countStep(SchemaMigration resource, Step step, Outcome outcome) {
    var tags = tags(resource).and("step", step.name().text(), "outcome", outcome.text());
    registry.counter("schemamigration.steps", tags).increment();
    registry
        .timer("schemamigration.step.duration", "step", step.name().text())
        .record(Duration.between(step.attempt().startedAt(), clock.instant()));
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
        tags(resource),
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

  private static Tags tags(SchemaMigration resource) {
    var meta = resource.getMetadata();
    return Tags.of(NAMESPACE, meta.getNamespace(), NAME, meta.getName());
  }

  private void publish() {
    var states = new ArrayList<Row<?>>();
    var rows = new Rows();
    for (var f : facts.values()) {
      states.add(Row.of(f.tags().and("reason", f.reason()), 1));
      rows.add(f, clock.instant());
    }
    state.register(states, true);
    held.register(rows.held, true);
    heldSeconds.register(rows.heldSeconds, true);
    blocking.register(rows.blocking, true);
    lastApplied.register(rows.lastApplied, true);
    minimum.register(rows.minimum, true);
    maximum.register(rows.maximum, true);
  }

  private static final class Rows {
    private final List<Row<?>> held = new ArrayList<>();
    private final List<Row<?>> heldSeconds = new ArrayList<>();
    private final List<Row<?>> blocking = new ArrayList<>();
    private final List<Row<?>> lastApplied = new ArrayList<>();
    private final List<Row<?>> minimum = new ArrayList<>();
    private final List<Row<?>> maximum = new ArrayList<>();

    private void add(Facts f, Instant now) {
      held.add(Row.of(f.tags(), f.held()));
      heldSeconds.add(
          Row.of(
              f.tags(),
              f.heldSince() == null
                  ? 0
                  : Duration.between(f.heldSince(), now).toMillis() / 1000.0));
      blocking.add(Row.of(f.tags(), f.blockingPods()));
      if (f.lastApplied() != null) {
        lastApplied.add(Row.of(f.tags(), f.lastApplied().getEpochSecond()));
      }
      minimum.add(Row.of(f.tags(), f.minimum()));
      maximum.add(Row.of(f.tags(), f.maximum()));
    }
  }
}
