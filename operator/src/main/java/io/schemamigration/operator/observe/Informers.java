package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The watches: one informer per kind, and the cached view over them. */
public final class Informers implements ClusterView {
  private final EventSourceContext<SchemaMigration> context;
  private final boolean slim;
  private final InformerEventSource<Job, SchemaMigration> jobs;
  private final InformerEventSource<Deployment, SchemaMigration> deployments;
  private final InformerEventSource<StatefulSet, SchemaMigration> statefulSets;
  private final InformerEventSource<DaemonSet, SchemaMigration> daemonSets;
  private final InformerEventSource<CronJob, SchemaMigration> cronJobs;
  private final InformerEventSource<Pod, SchemaMigration> pods;
  private final InformerEventSource<ConfigMap, SchemaMigration> configMaps;

  /**
   * Sets the watches up; JOSDK starts them.
   *
   * @param oneInformer whether each kind is watched by one informer (all namespaces, or a single
   *     one): several would share a store, and each would drop what the others hold
   */
  public Informers(
      EventSourceContext<SchemaMigration> context, VanishedPods vanished, boolean oneInformer) {
    this.context = context;
    this.slim = oneInformer;
    this.jobs = source(Job.class, Names.LABEL_STEP, this::ownersOf);
    this.deployments = source(Deployment.class, Names.LABEL_NAME, Informers::byLabel);
    this.statefulSets = source(StatefulSet.class, Names.LABEL_NAME, Informers::byLabel);
    this.daemonSets = source(DaemonSet.class, Names.LABEL_NAME, Informers::byLabel);
    this.cronJobs = source(CronJob.class, Names.LABEL_NAME, Informers::byLabel);
    this.pods =
        new PodSource(configuration(Pod.class, null, this::inNamespaceOf), context, vanished);
    this.configMaps =
        new InformerEventSource<>(configuration(ConfigMap.class, null, this::referencing), context);
  }

  /** All of them, for the controller. */
  public List<EventSource<?, SchemaMigration>> sources() {
    return List.of(jobs, deployments, statefulSets, daemonSets, cronJobs, pods, configMaps);
  }

  private <R extends HasMetadata> InformerEventSource<R, SchemaMigration> source(
      Class<R> kind, String label, SecondaryToPrimaryMapper<R> mapper) {
    return new InformerEventSource<>(configuration(kind, label, mapper), context);
  }

  private <R extends HasMetadata> InformerEventSourceConfiguration<R> configuration(
      Class<R> kind, @Nullable String label, SecondaryToPrimaryMapper<R> mapper) {
    var builder =
        InformerEventSourceConfiguration.from(kind, SchemaMigration.class)
            .withName(kind.getSimpleName())
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(mapper);
    if (slim) {
      builder.withItemStore(new SlimStore<R>());
    }
    return label == null ? builder.build() : builder.withLabelSelector(label).build();
  }

  private Set<ResourceID> ownersOf(Job job) {
    return job.getMetadata().getOwnerReferences().stream()
        .filter(o -> o.getKind().equals("SchemaMigration"))
        .map(o -> new ResourceID(o.getName(), job.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  private static Set<ResourceID> byLabel(HasMetadata object) {
    var name = Templates.labels(object.getMetadata()).get(Names.LABEL_NAME);
    return name == null
        ? Set.of()
        : Set.of(new ResourceID(name, object.getMetadata().getNamespace()));
  }

  /**
   * Any pod may count (by its mounts, by a selector): the decision finds out, the mapping doesn't.
   */
  private Set<ResourceID> inNamespaceOf(HasMetadata object) {
    return context
        .getPrimaryCache()
        .list(object.getMetadata().getNamespace())
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private Set<ResourceID> referencing(ConfigMap map) {
    return context
        .getPrimaryCache()
        .list(map.getMetadata().getNamespace())
        .filter(r -> references(r, map.getMetadata().getName()))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static boolean references(SchemaMigration resource, String configMap) {
    var references = resource.getSpec().migrations().configMaps();
    return references != null && references.stream().anyMatch(r -> r.name().equals(configMap));
  }

  @Override
  public boolean live() {
    return false;
  }

  @Override
  public List<Deployment> deployments(String namespace) {
    return deployments.list(namespace, d -> true).toList();
  }

  @Override
  public List<StatefulSet> statefulSets(String namespace) {
    return statefulSets.list(namespace, s -> true).toList();
  }

  @Override
  public List<DaemonSet> daemonSets(String namespace) {
    return daemonSets.list(namespace, s -> true).toList();
  }

  @Override
  public List<CronJob> cronJobs(String namespace) {
    return cronJobs.list(namespace, c -> true).toList();
  }

  @Override
  public List<Job> jobs(String namespace) {
    return jobs.list(namespace, j -> true).toList();
  }

  @Override
  public List<ReplicaSet> replicaSets(String namespace) {
    return List.of();
  }

  @Override
  public List<Pod> pods(String namespace) {
    return pods.list(namespace, p -> true).toList();
  }

  @Override
  public @Nullable String configMapVersion(String namespace, String name) {
    return configMaps
        .get(new ResourceID(name, namespace))
        .map(m -> m.getMetadata().getResourceVersion())
        .orElse(null);
  }

  /** Tells {@link VanishedPods} in which state a pod was deleted. */
  private static final class PodSource extends InformerEventSource<Pod, SchemaMigration> {
    private final VanishedPods vanished;

    PodSource(
        InformerEventSourceConfiguration<Pod> configuration,
        EventSourceContext<SchemaMigration> context,
        VanishedPods vanished) {
      super(configuration, context);
      this.vanished = vanished;
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      if (!finalStateUnknown) {
        vanished.deleted(pod);
      }
      super.onDelete(pod, finalStateUnknown);
    }
  }
}
