package io.schemamigration.operator.execute;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.operator.decide.GatePlan.GateChange;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Writes their window to workloads, in annotations that the gate's policies read. */
final class GateWriter {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;

  GateWriter(KubernetesClient client) {
    this.client = client;
  }

  void write(String namespace, GateChange change) {
    var patch =
        "{\"metadata\":{\"annotations\":{\""
            + Names.ANNOTATION_MAXIMUM
            + "\":\""
            + change.maximum()
            + "\",\""
            + Names.ANNOTATION_MINIMUM
            + "\":\""
            + change.minimum()
            + "\"}}}";
    resource(namespace, change.workload().kind(), change.workload().name())
        .ifPresent(r -> patch(r, patch));
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
   * Jobs and ReplicaSets of the user's own have no annotations of ours: the pods policy and verify
   * stop their pods.
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
      default -> Optional.empty();
    };
  }
}
