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
 * not yet proven.
 */
final class Blockers {
  private static final int SHOWN = 100;
  private static final int NAMED = 3;

  private Blockers() {}

  /**
   * All that stands against applying the contract migration {@code claim} now; empty when nothing
   * does.
   */
  static List<BlockerStatus> of(Observation observation, Version claim) {
    var found = new ArrayList<BlockerStatus>();
    for (var pod : observation.pods()) {
      if (pod.version().isBelow(claim)) {
        found.add(blocker(pod));
      }
    }
    for (var workload : observation.workloads()) {
      var why = why(workload, claim);
      if (why != null) {
        found.add(
            new BlockerStatus(
                workload.kind(),
                workload.name(),
                workload.version().toString(),
                why,
                null,
                null,
                null));
      }
    }
    return found.size() <= SHOWN ? found : found.subList(0, SHOWN);
  }

  private static BlockerStatus blocker(CountedPod pod) {
    return new BlockerStatus(
        "Pod",
        pod.name(),
        pod.version().toString(),
        state(pod),
        pod.uid(),
        pod.node(),
        pod.missingSince());
  }

  private static String state(CountedPod pod) {
    if (pod.missingSince() != null) {
      return "vanished without its node reporting the end of its containers";
    }
    return pod.terminating() ? "is terminating" : "runs older code";
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
        .map(Blockers::blocker)
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
