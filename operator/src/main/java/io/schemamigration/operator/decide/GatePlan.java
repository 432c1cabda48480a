package io.schemamigration.operator.decide;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.GateMode;
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
  private static final String DEPLOYMENT = "Deployment";

  private GatePlan() {}

  /**
   * What to write on one workload; only made where it differs from what exists.
   *
   * @param maximum for its annotation; null with {@code minimum} while the window isn't known
   * @param pause how it has to be held, where that is up to the operator; otherwise null
   */
  public record GateChange(
      Workload workload,
      @Nullable String maximum,
      @Nullable String minimum,
      @Nullable Pause pause) {}

  /**
   * The changes that make the workloads agree with the window. While it isn't known nothing is
   * released; without mutating policies, what needs a schema is paused all the same.
   */
  public static List<GateChange> of(Observation observation, @Nullable CompatibilityWindow window) {
    boolean pauses = observation.gate().mode() == GateMode.VALIDATING;
    if (window == null) {
      return observation.workloads().stream()
          .filter(w -> pauses && w.kind().equals(DEPLOYMENT) && w.maximum() == null)
          .map(w -> new GateChange(w, null, null, Pause.of(w, null)))
          .filter(GatePlan::needed)
          .toList();
    }
    return observation.workloads().stream()
        .map(w -> change(w, observation.source(), window, pauses))
        .filter(GatePlan::needed)
        .toList();
  }

  private static GateChange change(
      Workload workload, SourceState source, CompatibilityWindow window, boolean pauses) {
    var maximum = maximum(workload.version(), source, window);
    return new GateChange(
        workload,
        maximum.toString(),
        window.effectiveMinimum().toString(),
        pauses && workload.kind().equals(DEPLOYMENT) ? Pause.of(workload, maximum) : null);
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

  /** A Job asks once: a running one isn't held any more, whatever happens to the window. */
  private static boolean needed(GateChange change) {
    var workload = change.workload();
    if (workload.kind().equals("Job") && !workload.held()) {
      return false;
    }
    var pause = change.pause();
    boolean told =
        change.maximum() == null
            || (Objects.equals(workload.maximum(), change.maximum())
                && Objects.equals(workload.minimum(), change.minimum()));
    return !told || (pause != null && !pause.is(workload));
  }
}
