package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counting a pod that vanished without its kubelet having reported the end of its containers:
 * force-deleted, or its node is gone. Its processes may still be writing. It stops counting when
 * the node's kubelet has renewed its lease long enough after the pod vanished to have stopped what
 * it no longer finds, or when a person confirms.
 *
 * <p>What was counted is in {@code status.blockedBy}, so that a restart of the operator forgets
 * nothing.
 */
public final class VanishedPods {
  /**
   * A running kubelet stops containers without a pod within its housekeeping period and the usual
   * grace period.
   */
  static final Duration GRACE = Duration.ofSeconds(60);

  private static final int REMEMBERED = 10_000;

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Gone> gone = Collections.synchronizedMap(new Unseen());
  private final Set<String> ended =
      Collections.newSetFromMap(Collections.synchronizedMap(new Remembered()));

  /** Asks {@code client} for the leases of nodes. */
  public VanishedPods(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Notes the last state of a pod that was deleted. */
  void deleted(Pod last) {
    if (endedCleanly(last)) {
      ended.add(last.getMetadata().getUid());
    } else {
      gone.put(last.getMetadata().getUid(), new Gone(last, clock.instant()));
    }
  }

  /**
   * The pods that are gone and whose end nobody has seen: those that the status counted, and those
   * whose deletion was watched.
   */
  List<CountedPod> read(SchemaMigration resource, PodReader reader, List<CountedPod> present) {
    var there = new HashSet<>(reader.ended()); // not counted any more, and not vanished
    present.stream().map(CountedPod::uid).forEach(there::add);
    var confirmed =
        Templates.annotations(resource.getMetadata())
            .getOrDefault(Names.ANNOTATION_CONFIRM_GONE, "");
    var found = new LinkedHashMap<String, CountedPod>();
    candidates(resource, reader)
        .forEach(pod -> {
          boolean settled =
              there.contains(pod.uid())
                  || ended.contains(pod.uid())
                  || confirmed.contains(pod.uid());
          if (!settled
              && !reportedSince(pod.node(), Instant.parse(String.valueOf(pod.missingSince())))) {
            found.put(pod.uid(), pod);
          }
        });
    return List.copyOf(found.values());
  }

  private List<CountedPod> candidates(SchemaMigration resource, PodReader reader) {
    var candidates = new ArrayList<CountedPod>();
    var now = clock.instant().toString();
    for (var entry : List.copyOf(gone.values())) {
      if (reader.counts(entry.last())) {
        var pod = PodReader.counted(entry.last());
        candidates.add(
            new CountedPod(
                pod.name(), pod.uid(), pod.version(), pod.node(), false, entry.at().toString()));
      }
    }
    var status = resource.getStatus();
    for (var blocker :
        status == null || status.blockedBy() == null
            ? List.<BlockerStatus>of()
            : status.blockedBy()) {
      if (blocker.uid() != null) {
        var version = Version.parse(String.valueOf(blocker.version())).orElse(Version.NONE);
        var since = blocker.missingSince() == null ? now : blocker.missingSince();
        candidates.add(
            new CountedPod(blocker.name(), blocker.uid(), version, blocker.node(), false, since));
      }
    }
    return candidates;
  }

  /** A pod that never reached a node has started nothing. */
  private boolean reportedSince(@Nullable String node, Instant vanished) {
    if (node == null) {
      return true;
    }
    var lease = client.leases().inNamespace("kube-node-lease").withName(node).get();
    var renewed = lease == null || lease.getSpec() == null ? null : lease.getSpec().getRenewTime();
    return renewed != null && renewed.toInstant().isAfter(vanished.plus(GRACE));
  }

  /** Whether the kubelet reported that all containers have ended, or never started any. */
  static boolean endedCleanly(Pod last) {
    if (PodReader.ended(last) || last.getSpec().getNodeName() == null) {
      return true;
    }
    var statuses = JobReader.statuses(last);
    return !statuses.isEmpty()
        && statuses.stream()
            .allMatch(s -> s.getState() != null && s.getState().getTerminated() != null);
  }

  /** A pod as it was last seen, and when it vanished. */
  private record Gone(Pod last, Instant at) {}

  /** Bounded, too: of ten thousand force-deleted pods the first are forgotten. */
  private static final class Unseen extends LinkedHashMap<String, Gone> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Gone> eldest) {
      return size() > REMEMBERED;
    }
  }

  /** Bounded: a uid that falls out makes its pod count for a while longer, never shorter. */
  private static final class Remembered extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
