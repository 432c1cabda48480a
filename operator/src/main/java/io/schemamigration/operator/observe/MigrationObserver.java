package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.Durations;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Observation.GateState;
import io.schemamigration.operator.observation.Observation.Identity;
import io.schemamigration.operator.observation.Observation.Spec;
import io.schemamigration.operator.observation.StatusMapping;
import io.schemamigration.operator.observation.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers everything that a decision about one SchemaMigration rests on. */
public final class MigrationObserver {
  private final ClusterView cached;
  private final ClusterView live;
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
   * @param cached view of the informers' caches
   * @param gate tells whether the admission policies are in force
   * @param clusterUid of this cluster, part of the owner that the database knows
   */
  public MigrationObserver(
      KubernetesClient client,
      Clock clock,
      ClusterView cached,
      VanishedPods vanished,
      Gate gate,
      String clusterUid) {
    this.cached = cached;
    this.live = new LiveView(client);
    this.sources = new SourceResolver(client, cached::configMapVersion);
    this.jobs = new JobReader(new PodTrouble(client, clock));
    this.vanished = vanished;
    this.gate = gate;
    this.clusterUid = clusterUid;
  }

  /**
   * Looks at a SchemaMigration and its surroundings.
   *
   * @param exactly whether workloads and pods are read from the API server itself
   */
  public Observation observe(SchemaMigration resource, boolean exactly) {
    var view = exactly ? live : cached;
    var meta = resource.getMetadata();
    var status = StatusMapping.read(resource.getStatus());
    return new Observation(
        new Identity(
            meta.getNamespace(),
            meta.getName(),
            meta.getUid(),
            clusterUid + "/" + meta.getNamespace() + "/" + meta.getName()),
        spec(resource),
        status,
        sources.resolve(resource),
        job(resource, status.step()),
        new WorkloadReader(view, meta.getNamespace(), meta.getName()).read(),
        pods(view, resource),
        (exactly ? gate.now() : gate.lately()).get(),
        exactly);
  }

  private static Spec spec(SchemaMigration resource) {
    var spec = resource.getSpec();
    return new Spec(
        resource.getMetadata().getGeneration(),
        spec.version() == null ? null : Version.of(spec.version()),
        Durations.parse(spec.soak()),
        spec.suspended(),
        ApprovalReader.read(resource),
        Templates.annotation(resource, Names.ANNOTATION_ACCEPT_MINIMUM));
  }

  private List<CountedPod> pods(ClusterView view, SchemaMigration resource) {
    var reader = new PodReader(view, resource);
    var present = reader.read();
    var all = new ArrayList<>(present);
    var lately = view.live() ? cached.pods(resource.getMetadata().getNamespace()) : List.<Pod>of();
    all.addAll(vanished.read(resource, reader, present, lately));
    return all;
  }

  private JobState job(SchemaMigration resource, @Nullable Step step) {
    if (step == null || !step.running()) {
      return new JobState.None();
    }
    var namespace = resource.getMetadata().getNamespace();
    @Nullable Job job =
        cached.jobs(namespace).stream()
            .filter(j -> j.getMetadata().getName().equals(step.attempt().job()))
            .findFirst()
            .orElse(null);
    return jobs.read(job, step, resource.getMetadata().getUid(), cached.pods(namespace));
  }
}
