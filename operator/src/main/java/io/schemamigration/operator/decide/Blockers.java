package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a contract migration has to wait for: every pod and every workload whose code is older, or
 * not yet proven. What an offline one has to wait for: all of them.
 */
final class Blockers {
  private static final int SHOWN = 100;
  private static final int NAMED = 3;
  private static final String OLDER = "runs older code";

  private Blockers() {}

  /**
   * All that stands against applying the contract migration {@code claim} now; empty when nothing
   * does.
   */
  static List<BlockerStatus> of(Observation observation, Version claim) {
    var found = new ArrayList<BlockerStatus>();
    for (var pod : observation.pods()) {
      if (pod.version().isBelow(claim)) {
        found.add(blocker(pod, OLDER));
      }
    }
    for (var workload : observation.workloads()) {
      var why = why(workload, claim);
      if (why != null) {
        found.add(blocker(workload, why));
      }
    }
    return found.size() <= SHOWN ? found : found.subList(0, SHOWN);
  }

  /**
   * All that stands against a migration that code of no version survives: every pod, whatever its
   * version, and every workload that would make one. The gate refuses or holds those pods while the
   * migration is claimed; to claim it beside such a workload would stop what nobody asked to stop.
   */
  static List<BlockerStatus> ofAnyVersion(Observation observation) {
    var found = new ArrayList<BlockerStatus>();
    for (var pod : observation.pods()) {
      found.add(blocker(pod, "uses the database"));
    }
    for (var workload : observation.workloads()) {
      var why = wants(workload);
      if (why != null) {
        found.add(blocker(workload, why));
      }
    }
    return found.size() <= SHOWN ? found : found.subList(0, SHOWN);
  }

  private static @Nullable String wants(Workload workload) {
    if (workload.wanted() > 0) {
      return switch (workload.kind()) {
        case "CronJob" -> "may start a Job at any time: suspend it";
        case "Job" -> "has not finished";
        case "DaemonSet" -> "wants " + workload.wanted() + " pods: delete it for the time being";
        default -> "wants " + workload.wanted() + " pods: scale it to zero";
      };
    }
    return workload.standby().isEmpty()
        ? null
        : "one of its ReplicaSets (schema "
            + workload.standby().getFirst()
            + ") wants pods: scale it to zero";
  }

  private static BlockerStatus blocker(Workload workload, String why) {
    return new BlockerStatus(
        workload.kind(), workload.name(), workload.version().toString(), why, null, null, null);
  }

  private static BlockerStatus blocker(CountedPod pod, String alive) {
    return new BlockerStatus(
        "Pod",
        pod.name(),
        pod.version().toString(),
        state(pod, alive),
        pod.uid(),
        pod.node(),
        pod.missingSince());
  }

  private static String state(CountedPod pod, String alive) {
    if (pod.missingSince() != null) {
      return "vanished without its node reporting the end of its containers";
    }
    return pod.terminating() ? "is terminating" : alive;
  }

  private static @Nullable String why(Workload workload, Version claim) {
    if (workload.version().isBelow(claim)) {
      return "its template is older";
    }
    for (var standby : workload.standby()) {
      if (standby.isBelow(claim)) {
        return "an older ReplicaSet (schema " + standby + ") is still wanted";
      }
    }
    return workload.unsettled();
  }

  /**
   * The pods that vanished unseen: remembered whatever happens next, because nothing in the cluster
   * shows them.
   */
  static List<BlockerStatus> vanished(Observation observation) {
    return observation.pods().stream()
        .filter(p -> p.missingSince() != null)
        .limit(SHOWN)
        .map(pod -> blocker(pod, OLDER))
        .toList();
  }

  /** The blockers in one line. */
  static String summary(List<BlockerStatus> blockers) {
    var named =
        blockers.stream()
            .limit(NAMED)
            .map(b -> b.kind() + "/" + b.name() + " (schema " + b.version() + ": " + b.why() + ")")
            .collect(Collectors.joining(", "));
    int more = blockers.size() - NAMED;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
