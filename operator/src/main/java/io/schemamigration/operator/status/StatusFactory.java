package io.schemamigration.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.operator.decide.Decision;
import io.schemamigration.operator.decide.Holds;
import io.schemamigration.operator.decide.StatusDraft;
import io.schemamigration.operator.decide.Verdict;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Workload;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The only maker of conditions: Ready always, Reconciling and Stalled only when True (kstatus). */
public final class StatusFactory {
  private static final int MESSAGE_LIMIT = 4096;
  private static final int IN_USE_SHOWN = 100;

  private final Clock clock;

  /** Transition times come from that clock. */
  public StatusFactory(Clock clock) {
    this.clock = clock;
  }

  /** The whole status to write: what was decided, and what was seen. */
  public SchemaMigrationStatus status(Observation seen, Decision decision) {
    var decided = decision.status();
    var generation = seen.wishes().generation();
    return new SchemaMigrationStatus(
        generation,
        seen.id().owner(),
        seen.workloads().stream()
            .map(Workload::display)
            .distinct()
            .sorted()
            .limit(IN_USE_SHOWN)
            .toList(),
        Holds.held(seen, StatusDraft.windowOf(decided)).size(),
        conditions(seen.status(), decision.verdict(), generation),
        decided.appliedVersion(),
        decided.appliedDigest(),
        decided.window(),
        decided.pending(),
        decided.approval(),
        decided.blockedBy(),
        decided.unblockedSince(),
        decided.step(),
        decided.lastFailure());
  }

  private List<Condition> conditions(
      SchemaMigrationStatus before, Verdict verdict, long generation) {
    var conditions = new ArrayList<Condition>();
    boolean ready = verdict.readiness() == Verdict.Readiness.READY;
    conditions.add(condition(before, "Ready", ready, verdict, generation));
    switch (verdict.readiness()) {
      case READY -> {}
      case RECONCILING ->
          conditions.add(condition(before, "Reconciling", true, verdict, generation));
      case STALLED -> conditions.add(condition(before, "Stalled", true, verdict, generation));
    }
    return conditions;
  }

  private Condition condition(
      SchemaMigrationStatus before, String type, boolean value, Verdict verdict, long generation) {
    var status = value ? "True" : "False";
    var old = before.conditions() == null ? List.<Condition>of() : before.conditions();
    var since =
        old.stream()
            .filter(c -> type.equals(c.getType()) && Objects.equals(c.getStatus(), status))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> clock.instant().toString());
    var message = verdict.message();
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(verdict.reason().text())
        .withMessage(
            message.length() <= MESSAGE_LIMIT
                ? message
                : message.substring(0, MESSAGE_LIMIT - 1) + "…")
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
