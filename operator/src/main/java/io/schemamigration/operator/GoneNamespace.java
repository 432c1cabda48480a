package io.schemamigration.operator;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API server refuses because a namespace is being deleted. Its SchemaMigrations go a
 * moment later, and until then there is nothing to do for them.
 */
final class GoneNamespace {
  private static final String CAUSE = "NamespaceTerminating";

  private GoneNamespace() {}

  /** Whether that is what the exception says, or that the SchemaMigration itself is gone. */
  static boolean says(KubernetesClientException e) {
    var status = e.getStatus();
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN -> terminating(status);
      case HttpURLConnection.HTTP_NOT_FOUND -> ours(status);
      default -> false;
    };
  }

  private static boolean terminating(@Nullable Status status) {
    return status != null
        && status.getDetails() != null
        && status.getDetails().getCauses() != null
        && status.getDetails().getCauses().stream().anyMatch(c -> CAUSE.equals(c.getReason()));
  }

  private static boolean ours(@Nullable Status status) {
    return status != null
        && status.getDetails() != null
        && "schemamigrations".equals(status.getDetails().getKind());
  }
}
