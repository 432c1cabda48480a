package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.GateMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The watches: one informer per kind, indexed by what concerns whom. */
public final class Informers {
  /** So that the first list of a large cluster is not in memory as a whole. */
  public static final long PAGE = 500;

  private final EventSourceContext<SchemaMigration> context;
  private final VanishedPods vanished;
  private final boolean slim;
  private final @Nullable String workloadLabel;
  private final List<EventSource<?, SchemaMigration>> sources = new ArrayList<>();
  private final Caches caches;

  /**
   * Sets the watches up; JOSDK starts them.
   *
   * @param oneInformer whether each kind is watched by one informer, so that it can have a store of
   *     its own
   * @param gate without mutating policies a workload need not have the label of its pod template,
   *     so that all of them are watched
   */
  public Informers(
      EventSourceContext<SchemaMigration> context,
      VanishedPods vanished,
      boolean oneInformer,
      GateMode gate) {
    this.context = context;
    this.vanished = vanished;
    this.slim = oneInformer;
    this.workloadLabel = gate == GateMode.POLICIES ? Names.LABEL_NAME : null;
    this.caches =
        new Caches(
            new Indexed<>(context.getPrimaryCache(), Keys::of),
            workloads(Deployment.class, Keys::of, d -> d.getSpec().getTemplate()),
            workloads(StatefulSet.class, Keys::of, s -> s.getSpec().getTemplate()),
            workloads(DaemonSet.class, Keys::of, s -> s.getSpec().getTemplate()),
            workloads(CronJob.class, Keys::of, Templates::of),
            store("Job", Job.class, Names.LABEL_STEP, Keys::of, Caches::concerned),
            workloads("UserJob", Job.class, Keys::ofUser, j -> j.getSpec().getTemplate()),
            store("Pod", Pod.class, null, Keys::of, Caches::concerned),
            store("ConfigMap", ConfigMap.class, null, m -> List.of(), Caches::concerned));
  }

  /** All of them, for the controller. */
  public List<EventSource<?, SchemaMigration>> sources() {
    return List.copyOf(sources);
  }

  /** What they hold. */
  Caches caches() {
    return caches;
  }

  private <R extends HasMetadata> Caches.Store<R> workloads(
      Class<R> kind, Function<R, List<String>> keys, Function<R, PodTemplateSpec> template) {
    return workloads(kind.getSimpleName(), kind, keys, template);
  }

  private <R extends HasMetadata> Caches.Store<R> workloads(
      String name,
      Class<R> kind,
      Function<R, List<String>> keys,
      Function<R, PodTemplateSpec> template) {
    return store(
        name,
        kind,
        workloadLabel,
        keys,
        (caches, workload) -> Caches.concerned(workload, template.apply(workload)));
  }

  private <R extends HasMetadata> Caches.Store<R> store(
      String name,
      Class<R> kind,
      @Nullable String label,
      Function<R, List<String>> keys,
      BiFunction<Caches, R, Set<ResourceID>> concerned) {
    SecondaryToPrimaryMapper<R> mapper = object -> concerned.apply(caches(), object);
    var builder =
        InformerEventSourceConfiguration.from(kind, SchemaMigration.class)
            .withName(name)
            .withNamespacesInheritedFromController()
            .withInformerListLimit(PAGE)
            .withSecondaryToPrimaryMapper(mapper)
            .withPrimaryToSecondaryMapper(primary -> Set.of()); // its own index isn't needed
    if (slim) {
      builder.withItemStore(new SlimStore<R>());
    }
    if (label != null) {
      builder.withLabelSelector(label);
    }
    var source = new Source<>(builder.build(), context, vanished);
    sources.add(source);
    return new Indexed<>(source, keys);
  }

  /** A cache that finds its objects by their keys. */
  private static final class Indexed<R extends HasMetadata> implements Caches.Store<R> {
    private static final String KEYS = "keys";
    private final IndexerResourceCache<R> cache;

    Indexed(IndexerResourceCache<R> cache, Function<R, List<String>> keys) {
      this.cache = cache;
      cache.addIndexer(KEYS, keys);
    }

    @Override
    public List<R> with(String key) {
      return cache.byIndex(KEYS, key);
    }

    @Override
    public @Nullable R named(String namespace, String name) {
      return cache.get(new ResourceID(name, namespace)).orElse(null);
    }
  }

  /**
   * Reports to those whom an object concerns, and those whom it concerned before it changed: who no
   * longer counts it has to look, too. Tells {@link VanishedPods} in which state a pod was deleted.
   */
  private static final class Source<R extends HasMetadata>
      extends InformerEventSource<R, SchemaMigration> {
    private final VanishedPods vanished;

    Source(
        InformerEventSourceConfiguration<R> configuration,
        EventSourceContext<SchemaMigration> context,
        VanishedPods vanished) {
      super(configuration, context);
      this.vanished = vanished;
    }

    @Override
    public void onUpdate(R before, R now) {
      if (now instanceof Pod pod && before instanceof Pod was && Slim.same(was, pod)) {
        return; // the kubelet reports much that decides nothing
      }
      super.onUpdate(before, now);
      var mapper = configuration().getSecondaryToPrimaryMapper();
      var told = mapper.toPrimaryResourceIDs(now);
      for (var id : mapper.toPrimaryResourceIDs(before)) {
        if (!told.contains(id)) {
          getEventHandler().handleEvent(new Event(id));
        }
      }
    }

    @Override
    public void onDelete(R object, boolean finalStateUnknown) {
      if (object instanceof Pod pod && !finalStateUnknown) {
        vanished.deleted(pod);
      }
      super.onDelete(object, finalStateUnknown);
    }
  }
}
