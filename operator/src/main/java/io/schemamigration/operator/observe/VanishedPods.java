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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counting a pod that vanished without its kubelet having reported the end of its containers:
 * force-deleted, or its node is gone. Its processes may still be writing. It stops counting when
 * the node's kubelet has renewed its lease long enough after the pod vanished to have stopped what
 * it no longer finds, or when a person confirms.
 *
 * <p>What was counted stands in {@code status.blockedBy}, so that a restart of the operator forgets
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
    }
  }

  /** The pods that the status counted, that are gone, and whose end nobody has seen. */
  List<CountedPod> read(SchemaMigration resource, List<CountedPod> present) {
    var status = resource.getStatus();
    var blockers =
        status == null || status.blockedBy() == null
            ? List.<BlockerStatus>of()
            : status.blockedBy();
    var there = present.stream().map(CountedPod::uid).collect(Collectors.toSet());
    var confirmed =
        Templates.annotations(resource.getMetadata())
            .getOrDefault(Names.ANNOTATION_CONFIRM_GONE, "");
    var found = new ArrayList<CountedPod>();
    for (var blocker : blockers) {
      var uid = blocker.uid();
      if (uid == null || there.contains(uid) || ended.contains(uid) || confirmed.contains(uid)) {
        continue;
      }
      var since =
          blocker.missingSince() == null ? clock.instant().toString() : blocker.missingSince();
      if (!reportedSince(blocker.node(), Instant.parse(since))) {
        var version = Version.parse(String.valueOf(blocker.version())).orElse(Version.NONE);
        found.add(new CountedPod(blocker.name(), uid, version, blocker.node(), false, since));
      }
    }
    return found;
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

  /** Bounded: a uid that falls out makes its pod count for a while longer, never shorter. */
  private static final class Remembered extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
