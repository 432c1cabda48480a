package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.schemamigration.api.v1alpha1.DatabaseSpec;
import io.schemamigration.api.v1alpha1.SecretSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod must mount to reach the database.
 *
 * @param secrets names of the Secrets that hold its credentials
 * @param claim name of the volume claim that holds its file, or null
 */
record DatabaseMounts(Set<String> secrets, @Nullable String claim) {

  static DatabaseMounts of(DatabaseSpec database) {
    var secrets = new HashSet<String>();
    for (var source :
        new SecretSource[] {database.urlFrom(), database.userFrom(), database.passwordFrom()}) {
      if (source != null) {
        secrets.add(source.secretKeyRef().name());
      }
    }
    return new DatabaseMounts(
        secrets, database.sqlite() == null ? null : database.sqlite().claimName());
  }

  boolean mountedBy(Pod pod) {
    var spec = pod.getSpec();
    return list(spec.getVolumes()).stream().anyMatch(this::reaches)
        || Stream.of(spec.getContainers(), spec.getInitContainers())
            .flatMap(containers -> list(containers).stream())
            .anyMatch(this::reaches);
  }

  private boolean reaches(Volume volume) {
    if (volume.getSecret() != null && secrets.contains(volume.getSecret().getSecretName())) {
      return true;
    }
    if (volume.getPersistentVolumeClaim() != null
        && volume.getPersistentVolumeClaim().getClaimName().equals(claim)) {
      return true;
    }
    return volume.getProjected() != null
        && list(volume.getProjected().getSources()).stream()
            .anyMatch(s -> s.getSecret() != null && secrets.contains(s.getSecret().getName()));
  }

  private boolean reaches(Container container) {
    boolean one =
        list(container.getEnv()).stream()
            .anyMatch(e ->
                e.getValueFrom() != null
                    && e.getValueFrom().getSecretKeyRef() != null
                    && secrets.contains(e.getValueFrom().getSecretKeyRef().getName()));
    return one
        || list(container.getEnvFrom()).stream()
            .anyMatch(
                e -> e.getSecretRef() != null && secrets.contains(e.getSecretRef().getName()));
  }

  private static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : values;
  }
}
