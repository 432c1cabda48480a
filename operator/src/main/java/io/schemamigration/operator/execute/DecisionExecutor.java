package io.schemamigration.operator.execute;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.operator.decide.Decision;
import io.schemamigration.operator.decide.GatePlan;
import io.schemamigration.operator.decide.Verdict;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.resource.JobBuilder;
import io.schemamigration.operator.status.StatusFactory;
import io.schemamigration.operator.telemetry.Telemetry;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out decisions, in the one order that survives being killed anywhere: the status, which
 * says what is about to happen; then the gate on the workloads; then the Job.
 */
public final class DecisionExecutor {
  private final StatusWriter statuses;
  private final Clock clock;
  private final GateWriter gates;
  private final JobLauncher jobs;
  private final EventRecorder events;
  private final Telemetry telemetry;

  /** Writes through {@code client} and counts in {@code telemetry}. */
  public DecisionExecutor(
      KubernetesClient client, Clock clock, JobBuilder builder, Telemetry telemetry) {
    this.statuses = new StatusWriter(client);
    this.clock = clock;
    this.gates = new GateWriter(client);
    this.jobs = new JobLauncher(client, builder);
    this.events = new EventRecorder(client, clock);
    this.telemetry = telemetry;
  }

  /** The object as it was written last, where the cache lags behind. */
  public SchemaMigration newest(SchemaMigration cached) {
    return statuses.newest(cached);
  }

  /** The cache has this state now; what was written up to it need not be remembered. */
  public void cached(SchemaMigration resource) {
    statuses.cached(resource);
  }

  /** Forgets an object that is gone. */
  public void forget(SchemaMigration resource) {
    statuses.forget(resource);
    telemetry.forget(resource);
  }

  /**
   * Carries the decision out; a conflict on the status ends it before anything else was changed.
   */
  public void execute(SchemaMigration resource, Observation seen, Decision decision) {
    var before = resource.getStatus() == null ? SchemaMigrationStatus.EMPTY : resource.getStatus();
    var status = StatusFactory.status(before, seen, decision, clock.instant());
    var written = statuses.write(resource, status);
    for (var change : GatePlan.of(seen, decision.status().window())) {
      gates.write(seen.id().namespace(), seen.id().name(), change);
    }
    switch (decision) {
      case Decision.Begin(var _, var _, Step step) -> jobs.launch(written, step, seen.id().owner());
      case Decision.Launch(var _, var _, Step step) ->
          jobs.launch(written, step, seen.id().owner());
      case Decision.Rest _, Decision.LookAgain _ -> {}
    }
    telemetry.record(written, seen, decision.status());
    announce(written, before, decision);
  }

  /** An event for each step, and whenever the reason changes. */
  private void announce(SchemaMigration resource, SchemaMigrationStatus before, Decision decision) {
    var verdict = decision.verdict();
    boolean begun = decision instanceof Decision.Begin;
    if (begun || !Objects.equals(readyReason(before), verdict.reason().text())) {
      boolean warning = verdict.readiness() == Verdict.Readiness.STALLED;
      events.record(resource, warning, verdict.reason().text(), verdict.message());
    }
  }

  private static @Nullable String readyReason(SchemaMigrationStatus status) {
    var conditions = status.conditions() == null ? List.<Condition>of() : status.conditions();
    return conditions.stream()
        .filter(c -> "Ready".equals(c.getType()))
        .map(Condition::getReason)
        .findFirst()
        .orElse(null);
  }
}
