package io.schemamigration.e2e.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.schemamigration.api.v1alpha1.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that happened to the pods of a namespace since the watch began, in the API server's own
 * order: a list of the pods after each change.
 */
public final class PodWatch implements ResourceEventHandler<Pod>, AutoCloseable {
  private final Map<String, Pod> now = new LinkedHashMap<>();
  private final List<List<Pod>> moments = new ArrayList<>();
  private final SharedIndexInformer<Pod> informer;

  /** Watches the pods of {@code namespace}. */
  public PodWatch(KubernetesClient client, String namespace) {
    informer = client.pods().inNamespace(namespace).inform(this);
  }

  @Override
  public void onAdd(Pod pod) {
    seen(pod);
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    seen(pod);
  }

  @Override
  public synchronized void onDelete(Pod pod, boolean missed) {
    now.remove(pod.getMetadata().getUid());
    moments.add(List.copyOf(now.values()));
  }

  private synchronized void seen(Pod pod) {
    now.put(pod.getMetadata().getUid(), pod);
    moments.add(List.copyOf(now.values()));
  }

  /** The pods after each change so far. */
  public synchronized List<List<Pod>> moments() {
    return List.copyOf(moments);
  }

  /** Whether a pod is that of a step whose runner has ended well. */
  public static boolean stepDone(Pod pod) {
    return pod.getMetadata().getLabels().containsKey(Names.LABEL_STEP)
        && pod.getStatus().getContainerStatuses().stream()
            .map(status -> status.getState().getTerminated())
            .anyMatch(end -> end != null && end.getExitCode() == 0);
  }

  @Override
  public void close() {
    informer.close();
  }
}
