package io.schemamigration.operator.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.Step;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The metrics that dashboards and alerts depend on. */
public final class Telemetry {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Fleet fleet;
  private final Clock clock;

  /** Registers everything; {@code version} of the operator labels the build info. */
  public Telemetry(Clock clock, String version) {
    this.clock = clock;
    this.fleet = new Fleet(clock);
    registry.getPrometheusRegistry().register(fleet);
    Gauge.builder("schemamigration.held.workloads", fleet, Fleet::held)
        .description(
            "Workloads held because their schema is not there yet, of all SchemaMigrations")
        .register(registry);
    Gauge.builder("schemamigration.build.info", () -> 1)
        .description("The operator's version")
        .tags("version", version)
        .register(registry);
  }

  /** The registry, for the framework's own metrics. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** The text that Prometheus scrapes. */
  public String scrape() {
    return registry.scrape();
  }

  /**
   * Counts what changed between what was seen and what was written.
   *
   * @param resource as it was written
   * @param decided what its status remembers now
   */
  public void record(SchemaMigration resource, Observation seen, RecordedStatus decided) {
    countStep(seen.job(), seen.status().step(), decided.lastFailure());
    fleet.show(resource, decided);
  }

  /** Stops showing an object that is gone. */
  public void forget(SchemaMigration resource) {
    fleet.forget(resource);
  }

  private void countStep(JobState job, @Nullable Step step, @Nullable FailureStatus failure) {
    if (step == null || !step.running()) {
      return;
    }
    switch (job) {
      case JobState.Reported(Report report) -> countStep(step, report.outcome());
      case JobState.Silent _, JobState.Foreign _ -> countStep(step, Outcome.RETRY);
      case JobState.None _, JobState.Absent _, JobState.Active _ -> {
        return;
      }
    }
    if (failure != null && Reason.WAITING_FOR_LOCK.text().equals(failure.reason())) {
      registry.counter("schemamigration.lock.waits").increment();
    }
  }

  private void countStep(Step step, Outcome outcome) {
    registry
        .counter("schemamigration.steps", "step", step.name().text(), "outcome", outcome.text())
        .increment();
    registry
        .timer("schemamigration.step.duration", "step", step.name().text())
        .record(Duration.between(step.attempt().startedAt(), clock.instant()));
  }
}
