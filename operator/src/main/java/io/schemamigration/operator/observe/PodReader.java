package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.CountedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pods that count: with the label, matched by the selector of a labeled workload (from
 * before the label), or mounting the database's credentials or volume.
 */
final class PodReader {
  private final ClusterView view;
  private final String namespace;
  private final String name;
  private final DatabaseMounts mounts;
  private final List<LabelSelector> selectors;

  PodReader(ClusterView view, SchemaMigration resource) {
    this.view = view;
    this.namespace = resource.getMetadata().getNamespace();
    this.name = resource.getMetadata().getName();
    this.mounts = DatabaseMounts.of(resource.getSpec().database());
    this.selectors = selectors(view, name);
  }

  List<CountedPod> read() {
    return view.pods().stream()
        .filter(pod -> !ended(pod) && counts(pod))
        .map(PodReader::counted)
        .toList();
  }

  /** Whether the pod may have been using the schema, ended or not. */
  boolean counts(Pod pod) {
    if (!namespace.equals(pod.getMetadata().getNamespace())) {
      return false;
    }
    var labels = Templates.labels(pod.getMetadata());
    if (labels.containsKey(Names.LABEL_STEP)) {
      return false;
    }
    if (Templates.annotation(pod, Names.ANNOTATION_IGNORE) != null
        && !labels.containsKey(Names.LABEL_NAME)) {
      return false;
    }
    return name.equals(labels.get(Names.LABEL_NAME))
        || selectors.stream().anyMatch(s -> matches(s, labels))
        || mounts.mountedBy(pod);
  }

  /** Uids of the pods that exist, whether they count or not. */
  Set<String> existing() {
    return view.pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
  }

  /** The selectors of the workloads behind the gate of {@code name}. */
  static List<LabelSelector> selectors(ClusterView view, String name) {
    var found = new ArrayList<LabelSelector>();
    for (var deployment : view.deployments()) {
      if (Templates.gatedBy(deployment.getSpec().getTemplate(), name)) {
        found.add(deployment.getSpec().getSelector());
      }
    }
    for (var set : view.statefulSets()) {
      if (Templates.gatedBy(set.getSpec().getTemplate(), name)) {
        found.add(set.getSpec().getSelector());
      }
    }
    for (var set : view.daemonSets()) {
      if (Templates.gatedBy(set.getSpec().getTemplate(), name)) {
        found.add(set.getSpec().getSelector());
      }
    }
    return found;
  }

  /**
   * Whether the kubelet has reported the end of all containers, or none was ever started. The phase
   * alone doesn't suffice: the garbage collector writes Failed on pods of lost nodes, whose
   * containers may still run.
   */
  static boolean ended(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return ("Succeeded".equals(phase) || "Failed".equals(phase))
        && JobReader.statuses(pod).stream()
            .noneMatch(s -> s.getState() != null && s.getState().getRunning() != null);
  }

  static CountedPod counted(Pod pod) {
    return new CountedPod(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        Templates.version(pod.getMetadata()),
        pod.getSpec().getNodeName(),
        owner(pod),
        pod.getMetadata().getDeletionTimestamp() != null,
        null);
  }

  private static @Nullable String owner(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .map(o -> o.getKind() + "/" + o.getName())
        .findFirst()
        .orElse(null);
  }

  /**
   * Kubernetes' label selector semantics: all labels and all expressions; an empty selector matches
   * everything.
   */
  static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return false;
    }
    var wanted =
        selector.getMatchLabels() == null ? Map.<String, String>of() : selector.getMatchLabels();
    boolean all =
        wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
    var expressions =
        selector.getMatchExpressions() == null
            ? List.<LabelSelectorRequirement>of()
            : selector.getMatchExpressions();
    return all && expressions.stream().allMatch(e -> matches(e, labels.get(e.getKey())));
  }

  private static boolean matches(LabelSelectorRequirement expression, @Nullable String value) {
    return switch (expression.getOperator()) {
      case "In" -> value != null && expression.getValues().contains(value);
      case "NotIn" -> value == null || !expression.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> true; // an operator from the future: counting a pod too many only waits
    };
  }
}
