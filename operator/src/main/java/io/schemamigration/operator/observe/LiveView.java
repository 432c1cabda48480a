package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the API server: nothing that exists is missed, labeled or not. Each kind is listed once,
 * all of them side by side.
 */
final class LiveView {
  private final KubernetesClient client;
  private final Side side;

  LiveView(KubernetesClient client, Side side) {
    this.client = client;
    this.side = side;
  }

  ClusterView read(String namespace) {
    var deployments = list(client.apps().deployments(), namespace);
    var statefulSets = list(client.apps().statefulSets(), namespace);
    var daemonSets = list(client.apps().daemonSets(), namespace);
    var cronJobs = list(client.batch().v1().cronjobs(), namespace);
    var jobs = list(client.batch().v1().jobs(), namespace);
    var replicaSets = list(client.apps().replicaSets(), namespace);
    var pods = list(client.pods(), namespace);
    return new ClusterView(
        true,
        Side.result(deployments),
        Side.result(statefulSets),
        Side.result(daemonSets),
        Side.result(cronJobs),
        Side.result(jobs),
        Side.result(replicaSets),
        Side.result(pods));
  }

  private <R extends HasMetadata> Future<List<R>> list(
      MixedOperation<R, ? extends KubernetesResourceList<R>, ?> kind, String namespace) {
    return side.ask(() -> all(kind, namespace));
  }

  /** In pages, all of them of one moment: a large namespace is never in memory as a whole. */
  private static <R extends HasMetadata> List<R> all(
      MixedOperation<R, ? extends KubernetesResourceList<R>, ?> kind, String namespace) {
    var found = new ArrayList<R>();
    @Nullable String next = null;
    do {
      var options = new ListOptionsBuilder().withLimit(Informers.PAGE).withContinue(next).build();
      var page = kind.inNamespace(namespace).list(options);
      for (var object : page.getItems()) {
        Slim.down(object);
        found.add(object);
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return found;
  }
}
