package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A live view of manifests written in the test. */
final class TestView {
  private TestView() {}

  static ClusterView of(String... manifests) {
    var serialization = new KubernetesSerialization();
    return of(Stream.of(manifests).<HasMetadata>map(serialization::unmarshal).toList());
  }

  static ClusterView of(Collection<? extends HasMetadata> objects) {
    return new ClusterView(
        all(objects, Deployment.class),
        all(objects, StatefulSet.class),
        all(objects, DaemonSet.class),
        all(objects, CronJob.class),
        all(objects, Job.class),
        all(objects, ReplicaSet.class),
        all(objects, Pod.class));
  }

  private static <T> List<T> all(Collection<? extends HasMetadata> objects, Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
