package io.schemamigration.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease by which one operator leads. */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private Leases() {}

  /** Gives the lease up, so that the next operator need not wait until it expires. */
  static void release(KubernetesClient client, String namespace, String name, String identity) {
    try {
      var lease = client.leases().inNamespace(namespace).withName(name).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity(null);
        lease.getSpec().setLeaseDurationSeconds(1);
        client.resource(lease).lockResourceVersion().update();
      }
    } catch (KubernetesClientException e) {
      LOG.warn(
          "the lease could not be released, the next operator waits until it expires: {}",
          e.getMessage());
    }
  }
}
