package io.schemamigration.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease that makes one operator the leader. */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private Leases() {}

  /**
   * Releases the lease, so that the next operator need not wait until it expires. A shutdown goes
   * on whatever becomes of it.
   */
  static void release(KubernetesClient client, String namespace, String name, String identity) {
    try {
      var lease = client.leases().inNamespace(namespace).withName(name).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity(null);
        lease.getSpec().setLeaseDurationSeconds(1);
        client.resource(lease).lockResourceVersion().update();
        LOG.info("released the lease");
      }
    } catch (RuntimeException e) {
      LOG.warn("could not release the lease; the next leader has to wait until it expires", e);
    }
  }
}
