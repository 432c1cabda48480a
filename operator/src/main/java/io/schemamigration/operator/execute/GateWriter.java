package io.schemamigration.operator.execute;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.operator.decide.GatePlan.GateChange;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes their window to workloads, in annotations that the gate's policies read. */
final class GateWriter {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;

  GateWriter(KubernetesClient client) {
    this.client = client;
  }

  /** {@code gate} is the name of the SchemaMigration. */
  void write(String namespace, String gate, GateChange change) {
    resource(namespace, change.workload().kind(), change.workload().name())
        .ifPresent(r -> patch(r, patch(gate, change)));
  }

  /** As a merge patch; the label is what a mutating policy would copy from the pod template. */
  static String patch(String gate, GateChange change) {
    var annotations = new LinkedHashMap<String, @Nullable String>();
    if (change.maximum() != null) {
      annotations.put(Names.ANNOTATION_MAXIMUM, change.maximum());
      annotations.put(Names.ANNOTATION_MINIMUM, change.minimum());
    }
    var patch = new LinkedHashMap<String, Object>();
    var pause = change.pause();
    if (pause != null) {
      annotations.put(Names.ANNOTATION_HELD, pause.held());
      patch.put("spec", Map.of("paused", pause.paused()));
    }
    patch.put(
        "metadata", Map.of("labels", Map.of(Names.LABEL_NAME, gate), "annotations", annotations));
    return Serialization.asJson(patch);
  }

  private static void patch(Resource<? extends HasMetadata> resource, String patch) {
    try {
      resource.patch(MERGE, patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e; // a workload that was deleted in between needs nothing any more
      }
    }
  }

  /**
   * ReplicaSets of the user's own have no annotations of ours: the pods policy and verify stop
   * their pods.
   */
  private Optional<Resource<? extends HasMetadata>> resource(
      String namespace, String kind, String name) {
    return switch (kind) {
      case "Deployment" ->
          Optional.of(client.apps().deployments().inNamespace(namespace).withName(name));
      case "StatefulSet" ->
          Optional.of(client.apps().statefulSets().inNamespace(namespace).withName(name));
      case "DaemonSet" ->
          Optional.of(client.apps().daemonSets().inNamespace(namespace).withName(name));
      case "CronJob" ->
          Optional.of(client.batch().v1().cronjobs().inNamespace(namespace).withName(name));
      case "Job" -> Optional.of(client.batch().v1().jobs().inNamespace(namespace).withName(name));
      default -> Optional.empty();
    };
  }
}
