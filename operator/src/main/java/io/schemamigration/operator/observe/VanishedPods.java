package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.PodStatus;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counting a pod that vanished without its kubelet having reported the end of its containers:
 * force-deleted, or its node is gone. Its processes may still be writing. It stops counting when
 * the node's kubelet has renewed its lease long enough after the pod vanished to have stopped what
 * it no longer finds, or when a person confirms.
 *
 * <p>What was counted is in {@code status.pods}, so that a pod that vanishes while no operator is
 * watching isn't forgotten, either.
 */
public final class VanishedPods {
  /**
   * A running kubelet stops containers without a pod within its housekeeping period and the usual
   * grace period.
   */
  static final Duration GRACE = Duration.ofSeconds(60);

  private static final int REMEMBERED = 10_000;

  private final Renewals renewals;
  private final Clock clock;
  private final Map<String, Gone> gone = Collections.synchronizedMap(new Unseen());
  private final Set<String> ended =
      Collections.newSetFromMap(Collections.synchronizedMap(new Remembered()));

  /** Asks {@code client} for the leases of nodes. */
  public VanishedPods(KubernetesClient client, Clock clock) {
    this(node -> renewed(client, node), clock);
  }

  /** Asks for the time at which a node's kubelet last renewed its lease, by the node's clock. */
  VanishedPods(Function<String, @Nullable Instant> leases, Clock clock) {
    this.renewals = new Renewals(leases, GRACE);
    this.clock = clock;
  }

  private static @Nullable Instant renewed(KubernetesClient client, String node) {
    var lease = client.leases().inNamespace("kube-node-lease").withName(node).get();
    var renewed = lease == null || lease.getSpec() == null ? null : lease.getSpec().getRenewTime();
    return renewed == null ? null : renewed.toInstant();
  }

  /** Notes the last state of a pod that was deleted. */
  void deleted(Pod last) {
    if (endedCleanly(last)) {
      ended.add(last.getMetadata().getUid());
    } else {
      Slim.down(last);
      gone.put(last.getMetadata().getUid(), new Gone(last, clock.instant()));
    }
  }

  /**
   * The pods that are gone and whose end nobody has seen: those that the status counted, those
   * whose deletion was watched, and those that the cache still has.
   *
   * @param lately all pods of the namespace in the cache, where {@code reader} reads the API
   *     server: what has just been deleted there hasn't been watched yet
   */
  List<CountedPod> read(
      SchemaMigration resource, PodReader reader, List<CountedPod> present, List<Pod> lately) {
    var there = new HashSet<>(reader.existing()); // counted or not, it hasn't vanished
    present.stream().map(CountedPod::uid).forEach(there::add);
    var confirmed =
        Templates.annotations(resource.getMetadata())
            .getOrDefault(Names.ANNOTATION_CONFIRM_GONE, "");
    var found = new LinkedHashMap<String, CountedPod>();
    candidates(resource, reader, lately)
        .values()
        .forEach(pod -> {
          boolean settled =
              there.contains(pod.uid())
                  || ended.contains(pod.uid())
                  || confirmed.contains(pod.uid());
          if (settled) {
            renewals.forget(pod.uid());
          } else if (pod.node() == null || renewals.outlived(pod.uid(), pod.node())) {
            ended.add(pod.uid()); // one that never reached a node has started nothing
            gone.remove(pod.uid());
          } else {
            found.put(pod.uid(), pod);
          }
        });
    return List.copyOf(found.values());
  }

  /** By their uids; who knows best since when a pod is missing comes last. */
  private Map<String, CountedPod> candidates(
      SchemaMigration resource, PodReader reader, List<Pod> lately) {
    var candidates = new LinkedHashMap<String, CountedPod>();
    var now = clock.instant().toString();
    for (var pod : lately) {
      if (!PodReader.ended(pod) && reader.counts(pod)) {
        candidates.put(pod.getMetadata().getUid(), missed(PodReader.counted(pod), now));
      }
    }
    remembered(resource.getStatus(), now, candidates);
    for (var entry : List.copyOf(gone.values())) {
      if (reader.counts(entry.last())) {
        var pod = PodReader.counted(entry.last());
        candidates.put(pod.uid(), missed(pod, entry.at().toString()));
      }
    }
    return candidates;
  }

  private static CountedPod missed(CountedPod pod, String since) {
    return new CountedPod(pod.name(), pod.uid(), pod.version(), pod.node(), null, false, since);
  }

  /** What the status has; since when a pod is missing stands with what it blocks. */
  private static void remembered(
      @Nullable SchemaMigrationStatus status, String now, Map<String, CountedPod> candidates) {
    if (status == null) {
      return;
    }
    for (var pod : status.pods() == null ? List.<PodStatus>of() : status.pods()) {
      var version = Version.parse(pod.version()).orElse(Version.NONE);
      candidates.put(
          pod.uid(), new CountedPod(pod.name(), pod.uid(), version, pod.node(), null, false, now));
    }
    for (var blocker : status.blockedBy() == null ? List.<BlockerStatus>of() : status.blockedBy()) {
      if (blocker.uid() != null) {
        var version = Version.parse(String.valueOf(blocker.version())).orElse(Version.NONE);
        var since = blocker.missingSince() == null ? now : blocker.missingSince();
        candidates.put(
            blocker.uid(),
            new CountedPod(
                blocker.name(), blocker.uid(), version, blocker.node(), null, false, since));
      }
    }
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
