package io.schemamigration.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.core.report.Printable;
import io.schemamigration.operator.decide.Decision;
import io.schemamigration.operator.decide.Holds;
import io.schemamigration.operator.decide.Verdict;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.StatusMapping;
import io.schemamigration.operator.observation.Texts;
import io.schemamigration.operator.observation.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The only place that makes conditions: Ready always, Reconciling and Stalled only when True, and
 * ContractPending while Ready is True. To kstatus an object that is Ready is done, whatever
 * follows.
 */
public final class StatusFactory {
  private static final int MESSAGE_LIMIT = 4096;
  private static final int IN_USE_SHOWN = 100;

  private final List<Condition> before;
  private final Verdict verdict;
  private final long generation;
  private final Instant now;

  private StatusFactory(List<Condition> before, Verdict verdict, long generation, Instant now) {
    this.before = before;
    this.verdict = verdict;
    this.generation = generation;
    this.now = now;
  }

  /**
   * The whole status to write: what was decided, and what was seen.
   *
   * @param before the status as it was; a condition that stays keeps its time
   */
  public static SchemaMigrationStatus status(
      SchemaMigrationStatus before, Observation seen, Decision decision, Instant now) {
    var old = before.conditions() == null ? List.<Condition>of() : before.conditions();
    var generation = seen.spec().generation();
    var conditions = new StatusFactory(old, decision.verdict(), generation, now).conditions();
    var inUse =
        seen.workloads().stream()
            .map(Workload::display)
            .distinct()
            .sorted()
            .limit(IN_USE_SHOWN)
            .toList();
    int held = Holds.count(seen, decision.status().window());
    var digest = seen.source() instanceof SourceState.Available files ? files.digest() : null;
    var shown =
        new StatusMapping.Shown(generation, seen.id().owner(), inUse, held, conditions, digest);
    return StatusMapping.write(shown, decision.status());
  }

  private List<Condition> conditions() {
    var conditions = new ArrayList<Condition>();
    switch (verdict.readiness()) {
      case READY -> {
        conditions.add(condition("Ready", true));
        conditions.add(condition("ContractPending", false));
      }
      case CONTRACT_PENDING -> {
        conditions.add(condition("Ready", true));
        conditions.add(condition("ContractPending", true));
      }
      case RECONCILING -> {
        conditions.add(condition("Ready", false));
        conditions.add(condition("Reconciling", true));
      }
      case STALLED -> {
        conditions.add(condition("Ready", false));
        conditions.add(condition("Stalled", true));
      }
    }
    return conditions;
  }

  private Condition condition(String type, boolean value) {
    var status = value ? "True" : "False";
    var since =
        before.stream()
            .filter(c -> type.equals(c.getType()) && Objects.equals(c.getStatus(), status))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(now::toString);
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(verdict.reason().text())
        .withMessage(Texts.cut(Printable.line(verdict.message()), MESSAGE_LIMIT))
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
