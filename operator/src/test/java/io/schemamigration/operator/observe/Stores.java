package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Caches over lists. */
final class Stores {
  private Stores() {}

  static Caches over(List<HasMetadata> all) {
    return new Caches(
        new Listed<>(of(all, SchemaMigration.class), Keys::of),
        new Listed<>(of(all, Deployment.class), Keys::of),
        new Listed<>(of(all, StatefulSet.class), Keys::of),
        new Listed<>(of(all, DaemonSet.class), Keys::of),
        new Listed<>(of(all, CronJob.class), Keys::of),
        new Listed<>(of(all, Job.class), Keys::of),
        new Listed<>(of(all, Job.class), Keys::ofUser),
        new Listed<>(of(all, Pod.class), Keys::of),
        new Listed<>(of(all, ConfigMap.class), map -> List.of()));
  }

  private static <R extends HasMetadata> List<R> of(List<HasMetadata> all, Class<R> kind) {
    return all.stream()
        .filter(o -> kind.isInstance(o) && CachesTest.watched(o))
        .map(kind::cast)
        .toList();
  }

  private record Listed<R extends HasMetadata>(List<R> objects, Function<R, List<String>> keys)
      implements Caches.Store<R> {
    @Override
    public List<R> with(String key) {
      return objects.stream().filter(o -> keys.apply(o).contains(key)).toList();
    }

    @Override
    public @Nullable R named(String namespace, String name) {
      return objects.stream()
          .filter(o -> o.getMetadata().getNamespace().equals(namespace))
          .filter(o -> o.getMetadata().getName().equals(name))
          .findFirst()
          .orElse(null);
    }
  }

  static Set<ResourceID> concerned(Caches caches, HasMetadata object) {
    return switch (object) {
      case Pod pod -> caches.concerned(pod);
      case Job job -> caches.concerned(job);
      case ConfigMap map -> caches.concerned(map);
      case Deployment d -> Caches.concerned(d, d.getSpec().getTemplate());
      case StatefulSet s -> Caches.concerned(s, s.getSpec().getTemplate());
      case DaemonSet s -> Caches.concerned(s, s.getSpec().getTemplate());
      case CronJob c -> Caches.concerned(c, Templates.of(c));
      default -> Set.of();
    };
  }

  static Set<String> keys(HasMetadata object) {
    return new HashSet<>(
        switch (object) {
          case SchemaMigration resource -> Keys.of(resource);
          case Pod pod -> Keys.of(pod);
          case Job job -> Keys.of(job);
          case Deployment d -> Keys.of(d);
          case StatefulSet s -> Keys.of(s);
          case DaemonSet s -> Keys.of(s);
          case CronJob c -> Keys.of(c);
          default -> List.<String>of();
        });
  }
}
