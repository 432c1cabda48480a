package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes from an object what nobody reads from a cache. A cluster has many pods, and most of what is
 * known of one decides nothing.
 */
final class Slim {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final Set<String> READ =
      Set.of(
          Names.ANNOTATION_VERSION,
          Names.ANNOTATION_IGNORE,
          Names.ANNOTATION_MAXIMUM,
          Names.ANNOTATION_MINIMUM,
          Names.ANNOTATION_HELD,
          Names.ANNOTATION_STEP_ID);

  private Slim() {}

  /** Changes the object. Doing it twice changes nothing more. */
  static void down(HasMetadata object) {
    switch (object) {
      case SchemaMigration resource -> resource(resource.getMetadata(), resource);
      case ConfigMap map -> {
        map.setData(null);
        map.setBinaryData(null);
        map.setMetadata(meta(map.getMetadata()));
        map.getMetadata().setLabels(null);
      }
      case Pod pod -> {
        pod.setMetadata(meta(pod.getMetadata()));
        pod.setSpec(spec(pod.getSpec()));
        boolean step = Templates.labels(pod.getMetadata()).containsKey(Names.LABEL_STEP);
        pod.setStatus(status(pod.getStatus(), step));
      }
      default -> {
        SlimWorkload.down(object);
        object.setMetadata(meta(object.getMetadata()));
      }
    }
  }

  /** Whether two states of a pod that went through here differ in nothing that is left. */
  static boolean same(Pod before, Pod now) {
    var was = before.getMetadata();
    var is = now.getMetadata();
    return Objects.equals(was.getUid(), is.getUid())
        && Objects.equals(was.getDeletionTimestamp(), is.getDeletionTimestamp())
        && Objects.equals(was.getLabels(), is.getLabels())
        && Objects.equals(was.getAnnotations(), is.getAnnotations())
        && Objects.equals(was.getOwnerReferences(), is.getOwnerReferences())
        && Objects.equals(before.getSpec(), now.getSpec())
        && Objects.equals(before.getStatus(), now.getStatus());
  }

  // ---- metadata ---------------------------------------------------------------------------------

  /**
   * Who owns which field is only read where somebody has approved something. What {@code kubectl
   * apply} notes repeats the spec.
   */
  private static void resource(ObjectMeta meta, SchemaMigration resource) {
    var annotations = Templates.annotations(meta);
    boolean approves =
        annotations.containsKey(Names.ANNOTATION_APPROVE)
            || (resource.getSpec() != null && resource.getSpec().approve() != null);
    if (!approves) {
      meta.setManagedFields(null);
    }
    if (annotations.containsKey(LAST_APPLIED)) {
      meta.setAnnotations(kept(annotations, k -> !k.equals(LAST_APPLIED)));
    }
  }

  static ObjectMeta meta(ObjectMeta from) {
    var meta = new ObjectMeta();
    meta.setName(from.getName());
    meta.setNamespace(from.getNamespace());
    meta.setUid(from.getUid());
    meta.setResourceVersion(from.getResourceVersion());
    meta.setGeneration(from.getGeneration());
    meta.setCreationTimestamp(from.getCreationTimestamp());
    meta.setDeletionTimestamp(from.getDeletionTimestamp());
    meta.setLabels(from.getLabels());
    meta.setAnnotations(kept(Templates.annotations(from), READ::contains));
    meta.setOwnerReferences(from.getOwnerReferences());
    return meta;
  }

  private static Map<String, String> kept(Map<String, String> all, Predicate<String> wanted) {
    return all.entrySet().stream()
        .filter(e -> wanted.test(e.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  // ---- pods -------------------------------------------------------------------------------------

  private static PodSpec spec(PodSpec from) {
    var spec = new PodSpec();
    spec.setNodeName(from.getNodeName());
    spec.setVolumes(list(from.getVolumes()).stream().filter(Slim::reaches).toList());
    spec.setContainers(containers(from.getContainers()));
    spec.setInitContainers(containers(from.getInitContainers()));
    return spec;
  }

  private static boolean reaches(Volume volume) {
    return volume.getSecret() != null
        || volume.getPersistentVolumeClaim() != null
        || (volume.getProjected() != null
            && list(volume.getProjected().getSources()).stream()
                .anyMatch(s -> s.getSecret() != null));
  }

  private static List<Container> containers(@Nullable List<Container> all) {
    return list(all).stream()
        .map(from -> {
          var container = new Container();
          container.setEnv(
              list(from.getEnv()).stream()
                  .filter(
                      e -> e.getValueFrom() != null && e.getValueFrom().getSecretKeyRef() != null)
                  .toList());
          container.setEnvFrom(
              list(from.getEnvFrom()).stream().filter(e -> e.getSecretRef() != null).toList());
          return container;
        })
        .filter(c -> !c.getEnv().isEmpty() || !c.getEnvFrom().isEmpty())
        .toList();
  }

  /** Of a step's pod also how its sidecars are: they may keep it from starting. */
  private static @Nullable PodStatus status(@Nullable PodStatus from, boolean step) {
    if (from == null) {
      return null;
    }
    var status = new PodStatus();
    status.setPhase(from.getPhase());
    status.setContainerStatuses(states(from.getContainerStatuses()));
    if (step) {
      status.setInitContainerStatuses(states(from.getInitContainerStatuses()));
    }
    return status;
  }

  private static List<ContainerStatus> states(@Nullable List<ContainerStatus> all) {
    return list(all).stream()
        .map(s -> {
          var container = new ContainerStatus();
          container.setName(s.getName());
          container.setState(s.getState());
          return container;
        })
        .toList();
  }

  private static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : values;
  }
}
