package io.schemamigration.operator.resource;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.schemamigration.api.v1alpha1.JobSpec;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.Durations;
import io.schemamigration.operator.observation.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the Job of a step from what is in the status: nothing is resolved again. */
public final class JobBuilder {
  /** Longer than any recording of the result takes, short enough to leave no litter. */
  private static final int TTL_SECONDS = 900;

  private static final String DEADLINE = "1h";
  private static final int SHORT_DEADLINE_SECONDS = 120;
  private static final int TERMINATION_GRACE_SECONDS = 30;

  private final RunnerImage image;

  /** Builds Jobs that run {@code image}. */
  public JobBuilder(RunnerImage image) {
    this.image = image;
  }

  /**
   * The Job of a step.
   *
   * @param owner as the database knows it: cluster uid/namespace/name
   */
  public Job build(SchemaMigration resource, Step step, String owner) {
    var spec = resource.getSpec().job() == null ? JobSpec.DEFAULTS : resource.getSpec().job();
    return new io.fabric8.kubernetes.api.model.batch.v1.JobBuilder()
        .withMetadata(metadata(resource, step, spec))
        .withNewSpec()
        .withBackoffLimit(0)
        .withPodReplacementPolicy("Failed")
        .withActiveDeadlineSeconds(deadline(step, spec))
        .withTtlSecondsAfterFinished(TTL_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels(step, spec))
        .withAnnotations(spec.annotations())
        .endMetadata()
        .withSpec(pod(resource, step, spec, owner))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(SchemaMigration resource, Step step, JobSpec spec) {
    var annotations = new LinkedHashMap<String, String>(orEmpty(spec.annotations()));
    annotations.put(Names.ANNOTATION_STEP_ID, step.attempt().token().id());
    return new ObjectMetaBuilder()
        .withName(step.attempt().job())
        .withNamespace(resource.getMetadata().getNamespace())
        .withLabels(labels(step, spec))
        .withAnnotations(annotations)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build())
        .build();
  }

  private static Map<String, String> labels(Step step, JobSpec spec) {
    var labels = new LinkedHashMap<String, String>(orEmpty(spec.labels()));
    labels.put(Names.LABEL_STEP, step.name().text());
    labels.put("app.kubernetes.io/managed-by", "schema-migration-operator");
    return labels;
  }

  /** Steps that only write the row are short, and what they hold up is not. */
  private static long deadline(Step step, JobSpec spec) {
    return switch (step) {
      case Step.Claim _, Step.Withdraw _ -> SHORT_DEADLINE_SECONDS;
      case Step.Expand _, Step.Contract _ ->
          Durations.parse(spec.deadline() == null ? DEADLINE : spec.deadline()).toSeconds();
    };
  }

  private PodSpec pod(SchemaMigration resource, Step step, JobSpec spec, String owner) {
    var mounts = JobMounts.of(resource, step);
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withServiceAccountName(spec.serviceAccountName())
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds((long) TERMINATION_GRACE_SECONDS)
        .withNodeSelector(spec.nodeSelector())
        .withTolerations(spec.tolerations())
        .withImagePullSecrets(spec.imagePullSecrets())
        .withSecurityContext(
            spec.securityContext() == null ? securityContext() : spec.securityContext())
        .withAffinity(affinity(resource, spec.affinity()))
        .withTopologySpreadConstraints(spec.topologySpreadConstraints())
        .withPriorityClassName(spec.priorityClassName())
        .withRuntimeClassName(spec.runtimeClassName())
        .withInitContainers(Sidecars.of(spec))
        .withContainers(container(resource, step, spec, owner, mounts))
        .withVolumes(mounts.volumes())
        .build();
  }

  private Container container(
      SchemaMigration resource, Step step, JobSpec spec, String owner, JobMounts mounts) {
    return new ContainerBuilder()
        .withName(Names.RUNNER_CONTAINER)
        .withImage(image.reference())
        .withImagePullPolicy(image.pullPolicy())
        .withCommand("migrate")
        .withArgs(StepArguments.of(resource, step, owner))
        .withEnv(spec.env() == null ? List.of() : spec.env())
        .withResources(spec.resources() == null ? resources() : spec.resources())
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(mounts.mounts())
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }

  private PodSecurityContext securityContext() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(image.user())
        .withRunAsGroup(image.user())
        .withFsGroup(image.user())
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static ResourceRequirements resources() {
    return new ResourceRequirementsBuilder()
        .withRequests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("64Mi")))
        .withLimits(Map.of("memory", new Quantity("256Mi")))
        .build();
  }

  /**
   * A ReadWriteOnce volume is attached to one node: the Job has to go where the workload's pods
   * are.
   */
  private static @Nullable Affinity affinity(SchemaMigration resource, @Nullable Affinity wanted) {
    if (resource.getSpec().database().sqlite() == null) {
      return wanted;
    }
    var affinity = wanted == null ? new AffinityBuilder() : new AffinityBuilder(wanted);
    return affinity
        .editOrNewPodAffinity()
        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
        .withWeight(100)
        .withNewPodAffinityTerm()
        .withTopologyKey("kubernetes.io/hostname")
        .withNewLabelSelector()
        .addToMatchLabels(Names.LABEL_NAME, resource.getMetadata().getName())
        .endLabelSelector()
        .endPodAffinityTerm()
        .endPreferredDuringSchedulingIgnoredDuringExecution()
        .endPodAffinity()
        .build();
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
