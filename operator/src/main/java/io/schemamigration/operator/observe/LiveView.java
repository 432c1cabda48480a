package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.schemamigration.api.v1alpha1.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads the API server itself, which doesn't lag behind as a cache may. */
final class LiveView {
  private final KubernetesClient client;
  private final Side side;

  LiveView(KubernetesClient client, Side side) {
    this.client = client;
    this.side = side;
  }

  /**
   * Nothing in the namespace that exists is missed, labeled or not. Each kind is listed once, all
   * of them side by side.
   */
  ClusterView read(String namespace) {
    var deployments = list(client.apps().deployments(), namespace);
    var statefulSets = list(client.apps().statefulSets(), namespace);
    var daemonSets = list(client.apps().daemonSets(), namespace);
    var cronJobs = list(client.batch().v1().cronjobs(), namespace);
    var jobs = list(client.batch().v1().jobs(), namespace);
    var replicaSets = list(client.apps().replicaSets(), namespace);
    var pods = list(client.pods(), namespace);
    return new ClusterView(
        Side.result(deployments),
        Side.result(statefulSets),
        Side.result(daemonSets),
        Side.result(cronJobs),
        Side.result(jobs),
        Side.result(replicaSets),
        Side.result(pods));
  }

  /** The pods with the label of that SchemaMigration. The API server selects them. */
  List<Pod> labeled(String namespace, String name) {
    return all(client.pods().inNamespace(namespace).withLabel(Names.LABEL_NAME, name));
  }

  private <R extends HasMetadata> Future<List<R>> list(
      MixedOperation<R, ? extends KubernetesResourceList<R>, ?> kind, String namespace) {
    return side.ask(() -> all(kind.inNamespace(namespace)));
  }

  /** In pages, all of them of one moment: a large namespace is never in memory as a whole. */
  private static <R extends HasMetadata> List<R> all(
      Listable<? extends KubernetesResourceList<R>> wanted) {
    var found = new ArrayList<R>();
    @Nullable String next = null;
    do {
      var options = new ListOptionsBuilder().withLimit(Informers.PAGE).withContinue(next).build();
      var page = wanted.list(options);
      for (var object : page.getItems()) {
        Slim.down(object);
        found.add(object);
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return found;
  }
}
