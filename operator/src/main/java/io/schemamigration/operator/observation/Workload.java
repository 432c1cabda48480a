package io.schemamigration.operator.observation;

import io.schemamigration.core.window.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that can start pods behind the gate.
 *
 * @param kind e.g. Deployment
 * @param version the schema version its template was built for; {@link Version#NONE} without an
 *     annotation
 * @param unsettled why its rollout isn't complete and available, or null when it is
 * @param standby versions of older ReplicaSets that are still wanted; only known in a live
 *     observation
 * @param maximum the maximum that was written to it last, or null
 * @param minimum the minimum that was written to it last, or null
 * @param hold the value of {@code schemamigration.io/held}, or null when the gate doesn't hold it
 * @param paused whether it is a Deployment that is paused, by the gate or by its user
 * @param wanted how many pods its template is to have now; 0 when it is scaled to zero, suspended
 *     or paused
 */
public record Workload(
    String kind,
    String name,
    Version version,
    @Nullable String unsettled,
    List<Version> standby,
    @Nullable String maximum,
    @Nullable String minimum,
    @Nullable String hold,
    boolean paused,
    int wanted) {

  /** Makes the list safe to share. */
  public Workload {
    standby = List.copyOf(standby);
  }

  /** Whether the gate holds it now. */
  public boolean held() {
    return hold != null;
  }

  /** As people write it: {@code Deployment/app}. */
  public String display() {
    return kind + "/" + name;
  }
}
