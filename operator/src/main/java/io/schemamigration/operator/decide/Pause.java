package io.schemamigration.operator.decide;

import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Workload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the operator itself holds a Deployment, where no mutating policy does: the same annotation
 * and the same table as in the policy {@code schemamigration-hold}, on what is stored.
 *
 * @param held the annotation: {@code true} for a pause of ours, {@code paused-before} for one of
 *     the user's own, null when it isn't held
 * @param paused the Deployment's {@code spec.paused}
 */
public record Pause(@Nullable String held, boolean paused) {
  private static final String OURS = "true";
  private static final String USERS = "paused-before";

  /** How the Deployment has to be; {@code maximum} is null while its window isn't known. */
  static Pause of(Workload workload, @Nullable Version maximum) {
    boolean above = workload.version().isAbove(maximum == null ? Version.NONE : maximum);
    var held = workload.hold();
    boolean paused = workload.paused();
    if (above) {
      return paused ? new Pause(held == null ? USERS : held, true) : new Pause(OURS, true);
    }
    return new Pause(null, paused && !OURS.equals(held));
  }

  /** Whether the Deployment is like this. */
  boolean is(Workload workload) {
    return Objects.equals(held, workload.hold()) && paused == workload.paused();
  }
}
