package io.schemamigration.operator.decide;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs more than the window offers: a workload, or a pod that no such workload
 * controls.
 *
 * @param display as people write it: {@code Deployment/app}
 * @param version the schema version that it needs
 * @param waiting the names of its pods that exist and wait in their init container
 * @param remedy what a person has to do, or null where waiting is enough
 */
record Held(String display, Version version, List<String> waiting, @Nullable String remedy) {
  private static final int NAMED = 3;

  /** These never start a pod whose template they have left, or replace it themselves. */
  private static final Set<String> HEALING = Set.of("ReplicaSet", "DaemonSet");

  /** All of them; while there is no window, everything with a version. Workloads come first. */
  static List<Held> of(Observation observation, @Nullable CompatibilityWindow window) {
    var maximum = window == null ? Version.NONE : window.maximum();
    var pods =
        observation.pods().stream()
            .filter(p -> p.version().isAbove(maximum))
            .filter(p -> p.missingSince() == null && !p.terminating())
            .toList();
    var workloads =
        observation.workloads().stream().filter(w -> w.version().isAbove(maximum)).toList();
    var found = new ArrayList<Held>();
    workloads.forEach(w -> found.add(workload(w, pods)));
    pods.stream().flatMap(p -> alone(p, observation.workloads())).forEach(found::add);
    return found;
  }

  private static Held workload(Workload workload, List<CountedPod> pods) {
    var waiting =
        pods.stream()
            .filter(p -> workload.display().equals(p.owner()))
            .map(CountedPod::name)
            .sorted()
            .toList();
    return new Held(workload.display(), workload.version(), waiting, null);
  }

  /** One that no held workload speaks for. */
  private static Stream<Held> alone(CountedPod pod, List<Workload> workloads) {
    var owner = pod.owner() == null ? "" : pod.owner();
    var kind = owner.substring(0, Math.max(0, owner.indexOf('/')));
    if (HEALING.contains(kind)) {
      return Stream.empty();
    }
    var display = "Pod/" + pod.name();
    var controller =
        workloads.stream().filter(w -> w.display().equals(owner)).findFirst().orElse(null);
    if (controller == null) {
      return Stream.of(new Held(display, pod.version(), List.of(), null));
    }
    boolean left = controller.version().isBelow(pod.version()) && kind.equals("StatefulSet");
    return left
        ? Stream.of(new Held(display, pod.version(), List.of(), left(pod, controller)))
        : Stream.empty();
  }

  /** Kubernetes never replaces a StatefulSet's pod that isn't ready, whatever its template says. */
  private static String left(CountedPod pod, Workload controller) {
    return controller.display()
        + " went back to schema "
        + controller.version()
        + ", but doesn't replace it: kubectl delete pod "
        + pod.name();
  }

  /** "Deployment/web is held: needs schema 3, has 2". */
  String sentence(@Nullable CompatibilityWindow window) {
    var has = window == null ? "none yet" : window.maximum().toString();
    return Stream.of(display + " is held: needs schema " + version + ", has " + has, pods(), remedy)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("; "));
  }

  private @Nullable String pods() {
    if (waiting.isEmpty()) {
      return null;
    }
    var named = waiting.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = waiting.size() - NAMED;
    return (waiting.size() == 1 ? "its pod " : "its pods ")
        + named
        + (more > 0 ? " and " + more + " more" : "")
        + (waiting.size() == 1 ? " waits" : " wait")
        + " for it";
  }
}
