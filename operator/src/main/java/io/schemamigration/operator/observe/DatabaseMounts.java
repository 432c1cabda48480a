package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.schemamigration.api.v1alpha1.DatabaseSpec;
import io.schemamigration.api.v1alpha1.SecretSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What reaches a database, by its names: what a pod must mount, or what one mounts.
 *
 * @param secrets that hold credentials
 * @param claims of volumes that hold a file
 */
record DatabaseMounts(Set<String> secrets, Set<String> claims) {

  /** What a pod must have one of to reach the database. */
  static DatabaseMounts of(DatabaseSpec database) {
    var secrets = new HashSet<String>();
    for (var source :
        new SecretSource[] {database.urlFrom(), database.userFrom(), database.passwordFrom()}) {
      if (source != null) {
        secrets.add(source.secretKeyRef().name());
      }
    }
    return new DatabaseMounts(
        secrets, database.sqlite() == null ? Set.of() : Set.of(database.sqlite().claimName()));
  }

  /** All that the pod mounts or has in its environment. */
  static DatabaseMounts of(Pod pod) {
    var found = new DatabaseMounts(new LinkedHashSet<>(), new LinkedHashSet<>());
    var spec = pod.getSpec();
    list(spec.getVolumes()).forEach(found::add);
    list(spec.getContainers()).forEach(found::add);
    list(spec.getInitContainers()).forEach(found::add);
    return found;
  }

  boolean mountedBy(Pod pod) {
    var has = of(pod);
    return has.secrets.stream().anyMatch(secrets::contains)
        || has.claims.stream().anyMatch(claims::contains);
  }

  /** The same as keys of an index. */
  void keys(String namespace, List<String> found) {
    secrets.forEach(s -> found.add(Keys.key(namespace, Keys.Kind.SECRET, s)));
    claims.forEach(c -> found.add(Keys.key(namespace, Keys.Kind.CLAIM, c)));
  }

  private void add(Volume volume) {
    if (volume.getSecret() != null) {
      addSecret(volume.getSecret().getSecretName());
    }
    if (volume.getPersistentVolumeClaim() != null) {
      claims.add(volume.getPersistentVolumeClaim().getClaimName());
    }
    if (volume.getProjected() != null) {
      list(volume.getProjected().getSources()).stream()
          .map(s -> s.getSecret() == null ? null : s.getSecret().getName())
          .forEach(this::addSecret);
    }
  }

  private void add(Container container) {
    list(container.getEnv()).stream()
        .map(e -> e.getValueFrom() == null ? null : e.getValueFrom().getSecretKeyRef())
        .filter(Objects::nonNull)
        .forEach(r -> addSecret(r.getName()));
    list(container.getEnvFrom()).stream()
        .map(e -> e.getSecretRef() == null ? null : e.getSecretRef().getName())
        .forEach(this::addSecret);
  }

  private void addSecret(@Nullable String name) {
    if (name != null) {
      secrets.add(name);
    }
  }

  private static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : values;
  }
}
