package io.schemamigration.operator.resource;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.schemamigration.api.v1alpha1.JobSpec;
import io.schemamigration.api.v1alpha1.SidecarSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs beside the runner. Kubernetes starts it before, and stops it once the runner is done.
 */
final class Sidecars {
  private Sidecars() {}

  static @Nullable List<Container> of(JobSpec spec) {
    return spec.sidecars() == null
        ? null
        : spec.sidecars().stream().map(Sidecars::container).toList();
  }

  private static Container container(SidecarSpec sidecar) {
    return new ContainerBuilder()
        .withName(sidecar.name())
        .withImage(sidecar.image())
        .withImagePullPolicy(sidecar.imagePullPolicy())
        .withRestartPolicy("Always")
        .withCommand(sidecar.command())
        .withArgs(sidecar.args())
        .withEnv(sidecar.env())
        .withVolumeMounts(sidecar.volumeMounts())
        .withResources(sidecar.resources())
        .withStartupProbe(sidecar.startupProbe())
        .withSecurityContext(
            sidecar.securityContext() == null ? unprivileged() : sidecar.securityContext())
        .build();
  }

  private static SecurityContext unprivileged() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
