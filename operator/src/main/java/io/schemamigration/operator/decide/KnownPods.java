package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.PodStatus;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.Observation;
import java.util.Comparator;
import java.util.List;

/** Which pods the status remembers: one that vanishes while no operator watches still counts. */
final class KnownPods {
  /** Beyond it, those of the newest versions are left out: they block last. */
  private static final int REMEMBERED = 500;

  private static final Comparator<CountedPod> OLDEST_FIRST =
      Comparator.comparing(CountedPod::version)
          .thenComparing(CountedPod::name)
          .thenComparing(CountedPod::uid);

  private KnownPods() {}

  /** In an order that doesn't change by itself; one without a node has started nothing. */
  static List<PodStatus> of(Observation seen) {
    return seen.pods().stream()
        .filter(pod -> pod.node() != null)
        .sorted(OLDEST_FIRST)
        .limit(REMEMBERED)
        .map(pod ->
            new PodStatus(
                pod.name(), pod.uid(), pod.version().toString(), String.valueOf(pod.node())))
        .toList();
  }
}
