package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.Durations;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Observation.GateState;
import io.schemamigration.operator.observation.Observation.Identity;
import io.schemamigration.operator.observation.Observation.Spec;
import io.schemamigration.operator.observation.StatusMapping;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.observation.Timetable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers everything that a decision about one SchemaMigration rests on. */
public final class MigrationObserver {
  private final Caches caches;
  private final LiveView live;
  private final Side side = new Side();
  private final SourceResolver sources;
  private final JobReader jobs;
  private final VanishedPods vanished;
  private final Gate gate;
  private final String clusterUid;

  /**
   * Whether the admission policies are in force.
   *
   * @param lately as it was probed in the background
   * @param now probed at once
   */
  public record Gate(Supplier<GateState> lately, Supplier<GateState> now) {}

  /**
   * Puts the readers together.
   *
   * @param informers whose caches are read
   * @param gate tells whether the admission policies are in force
   * @param clusterUid of this cluster, part of the owner that the database knows
   */
  public MigrationObserver(
      KubernetesClient client,
      Clock clock,
      Informers informers,
      VanishedPods vanished,
      Gate gate,
      String clusterUid) {
    this(client, clock, informers.caches(), vanished, gate, clusterUid);
  }

  MigrationObserver(
      KubernetesClient client,
      Clock clock,
      Caches caches,
      VanishedPods vanished,
      Gate gate,
      String clusterUid) {
    this.caches = caches;
    this.live = new LiveView(client, side);
    this.sources = new SourceResolver(client, caches::configMapVersion);
    this.jobs = new JobReader(new PodTrouble(client, clock));
    this.vanished = vanished;
    this.gate = gate;
    this.clusterUid = clusterUid;
  }

  /**
   * Looks at a SchemaMigration and its surroundings.
   *
   * @param look where workloads and pods are looked for
   */
  public Observation observe(SchemaMigration resource, Look look) {
    boolean exactly = look == Look.LIVE;
    var meta = resource.getMetadata();
    var source = side.ask(() -> sources.resolve(resource));
    var inForce = side.ask(() -> (exactly ? gate.now() : gate.lately()).get());
    var lately = exactly ? caches.pods(meta.getNamespace()) : List.<Pod>of();
    var view = view(resource, look);
    var status = StatusMapping.read(resource.getStatus());
    return new Observation(
        new Identity(
            meta.getNamespace(),
            meta.getName(),
            meta.getUid(),
            clusterUid + "/" + meta.getNamespace() + "/" + meta.getName()),
        spec(resource),
        status,
        Side.result(source),
        job(resource, status.step()),
        new WorkloadReader(view, meta.getName()).read(),
        pods(view, lately, resource),
        Side.result(inForce),
        look);
  }

  private ClusterView view(SchemaMigration resource, Look look) {
    var meta = resource.getMetadata();
    return switch (look) {
      case CACHED -> caches.around(resource);
      case LABELED ->
          caches.around(resource).and(live.labeled(meta.getNamespace(), meta.getName()));
      case LIVE -> live.read(meta.getNamespace());
    };
  }

  private static Spec spec(SchemaMigration resource) {
    var spec = resource.getSpec();
    return new Spec(
        resource.getMetadata().getGeneration(),
        spec.version() == null ? null : Version.of(spec.version()),
        Durations.parse(spec.soak()),
        spec.suspended(),
        ApprovalReader.read(resource),
        Timetable.of(spec.windows()),
        Templates.annotation(resource, Names.ANNOTATION_ACCEPT_MINIMUM));
  }

  /** Forgets an object that is gone. */
  public void forget(SchemaMigration resource) {
    sources.forget(resource);
  }

  private List<CountedPod> pods(ClusterView view, List<Pod> lately, SchemaMigration resource) {
    var reader = new PodReader(view, resource);
    var present = reader.read();
    var all = new ArrayList<>(present);
    all.addAll(vanished.read(resource, reader, present, lately));
    return all;
  }

  private JobState job(SchemaMigration resource, @Nullable Step step) {
    if (step == null || !step.running()) {
      return new JobState.None();
    }
    var namespace = resource.getMetadata().getNamespace();
    return jobs.read(
        caches.jobs().named(namespace, step.attempt().job()),
        step,
        resource.getMetadata().getUid(),
        uid -> caches.ownedBy(namespace, uid));
  }
}
