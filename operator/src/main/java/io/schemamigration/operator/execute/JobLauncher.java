package io.schemamigration.operator.execute;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.resource.InlineConfigMap;
import io.schemamigration.operator.resource.JobBuilder;
import java.net.HttpURLConnection;

/** Creates the Job of a step, and the files that it mounts. Doing it twice changes nothing. */
final class JobLauncher {
  private final KubernetesClient client;
  private final JobBuilder builder;

  JobLauncher(KubernetesClient client, JobBuilder builder) {
    this.client = client;
    this.builder = builder;
  }

  /**
   * Creates what doesn't exist yet. A Job of that name that something else created is left to the
   * next observation to judge.
   */
  void launch(SchemaMigration resource, Step step, String owner) {
    var job = builder.build(resource, step, owner);
    if (resource.getSpec().migrations().inline() == null) {
      unlessItExists(() -> client.resource(job).create());
      return;
    }
    var files = InlineConfigMap.build(resource, step.attempt().digest());
    unlessItExists(() -> client.resource(files).create());
    unlessItExists(() -> client.resource(job).create());
    dropOthers(resource, files);
  }

  /** Files of earlier digests. */
  private void dropOthers(SchemaMigration resource, ConfigMap wanted) {
    var ours =
        client
            .configMaps()
            .inNamespace(resource.getMetadata().getNamespace())
            .withLabel(Names.LABEL_INLINE, InlineConfigMap.label(resource.getMetadata().getName()))
            .list()
            .getItems();
    for (var map : ours) {
      if (!map.getMetadata().getName().equals(wanted.getMetadata().getName())) {
        client.resource(map).delete();
      }
    }
  }

  private static void unlessItExists(Runnable create) {
    try {
      create.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }
}
