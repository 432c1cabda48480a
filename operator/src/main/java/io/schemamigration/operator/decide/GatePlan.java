package io.schemamigration.operator.decide;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.Workload;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the gate's policies are to know of the window, workload by workload. Raising the maximum is
 * what releases a held workload; raising the minimum is what keeps old code out.
 */
public final class GatePlan {
  private GatePlan() {}

  /** What to write on one workload; only made where it differs from what exists. */
  public record GateChange(Workload workload, String maximum, String minimum) {}

  /**
   * The changes that make the workloads agree with the window; none while the window isn't known.
   */
  public static List<GateChange> of(Observation observation, @Nullable CompatibilityWindow window) {
    if (window == null) {
      return List.of();
    }
    return observation.workloads().stream()
        .map(w -> change(w, observation.source(), window))
        .filter(GatePlan::needed)
        .toList();
  }

  private static GateChange change(
      Workload workload, SourceState source, CompatibilityWindow window) {
    return new GateChange(
        workload,
        maximum(workload.version(), source, window).toString(),
        window.effectiveMinimum().toString());
  }

  /**
   * A version between two migrations of the source names none of them: what its code needs is
   * unknown, so that it is offered less than it asks for and stays held.
   */
  private static Version maximum(Version wanted, SourceState source, CompatibilityWindow window) {
    if (!(source instanceof SourceState.Available(var _, var versions))
        || versions.contains(wanted)) {
      return window.maximum();
    }
    @Nullable Version below = null;
    for (var version : versions) {
      if (version.isBelow(wanted)) {
        below = version;
      }
    }
    return below == null || wanted.isAbove(window.maximum()) ? window.maximum() : below;
  }

  private static boolean needed(GateChange change) {
    return !Objects.equals(change.workload().maximum(), change.maximum())
        || !Objects.equals(change.workload().minimum(), change.minimum());
  }
}
