package io.schemamigration.operator.execute;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the status, always against the version of the object that the decision was made on: anyone
 * who decided on an older one gets a conflict and decides again. Remembers what it wrote, because
 * the cache shows it only later.
 */
final class StatusWriter {
  private final KubernetesClient client;
  private final ConcurrentHashMap<String, SchemaMigration> written = new ConcurrentHashMap<>();

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** The newer of what the cache holds and what was written last. */
  SchemaMigration newest(SchemaMigration cached) {
    cached(cached);
    return written.getOrDefault(cached.getMetadata().getUid(), cached);
  }

  /** The cache has this state now: what was written up to it is found there. */
  void cached(SchemaMigration resource) {
    written.computeIfPresent(
        resource.getMetadata().getUid(),
        (uid, own) -> revision(own) > revision(resource) ? own : null);
  }

  /** Forgets an object that is gone. */
  void forget(SchemaMigration resource) {
    written.remove(resource.getMetadata().getUid());
  }

  /** Writes the status if it differs, and returns the object as it is then. */
  SchemaMigration write(SchemaMigration resource, SchemaMigrationStatus status) {
    if (Objects.equals(resource.getStatus(), status)) {
      return resource;
    }
    var changed = new SchemaMigration();
    changed.setMetadata(resource.getMetadata());
    changed.setSpec(resource.getSpec());
    changed.setStatus(status);
    var now = client.resource(changed).lockResourceVersion().updateStatus();
    written.put(now.getMetadata().getUid(), now);
    return now;
  }

  private static long revision(SchemaMigration resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }
}
