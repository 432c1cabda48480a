package io.schemamigration.operator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node's kubelet has been at work for long enough after a pod was missed. A lease is only
 * compared with itself: the node's clock may differ from the operator's. The first renewal that is
 * seen shows that the kubelet reaches the API server again; from then on its time is counted.
 */
final class Renewals {
  private static final int REMEMBERED = 10_000;

  private final Function<String, @Nullable Instant> leases;
  private final Duration grace;
  private final Map<String, Renewal> seen = Collections.synchronizedMap(new Recent());

  /**
   * Remembers in memory only: a restart makes it wait longer.
   *
   * @param leases when a node's lease was renewed, by the node's clock; null where it has none
   * @param grace how long the kubelet may take
   */
  Renewals(Function<String, @Nullable Instant> leases, Duration grace) {
    this.leases = leases;
    this.grace = grace;
  }

  /** Asked again and again from when the pod was missed. */
  boolean outlived(String uid, String node) {
    var now = leases.apply(node);
    if (now == null) {
      return false;
    }
    var before = seen.get(uid);
    if (before == null || now.isBefore(before.at())) { // its clock was set back: from the start
      seen.put(uid, new Renewal(now, false));
      return false;
    }
    if (!before.renewed()) {
      if (now.isAfter(before.at())) {
        seen.put(uid, new Renewal(now, true));
      }
      return false;
    }
    return now.isAfter(before.at().plus(grace));
  }

  /** It is no longer missed. */
  void forget(String uid) {
    seen.remove(uid);
  }

  /**
   * A lease.
   *
   * @param at as it was read first, or renewed first
   * @param renewed whether it has been renewed since the pod was missed
   */
  private record Renewal(Instant at, boolean renewed) {}

  /** Bounded: what falls out waits from the start. */
  private static final class Recent extends LinkedHashMap<String, Renewal> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Renewal> eldest) {
      return size() > REMEMBERED;
    }
  }
}
