package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the migration Jobs run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.volumes) || self.volumes.all(v, !(v.name in ['migrations', 'credentials', 'database', 'tmp']))",
    message = "the volumes migrations, credentials, database and tmp are the runner's own")
@ValidationRule(
    value =
        "!has(self.volumeMounts) || self.volumeMounts.all(m, has(self.volumes) && self.volumes.exists(v, v.name == m.name))",
    message = "volumeMounts may name only what is in volumes")
@ValidationRule(
    value =
        "!has(self.volumeMounts) || self.volumeMounts.all(m, !(m.mountPath in ['/migrations', '/tmp']) && !m.mountPath.startsWith('/schema-migration'))",
    message = "/migrations, /tmp and /schema-migration are the runner's own")
@ValidationRule(
    value =
        "!has(self.sidecars) || self.sidecars.all(s, s.name != 'migrate' && (!has(s.volumeMounts) || s.volumeMounts.all(m, has(self.volumes) && self.volumes.exists(v, v.name == m.name))))",
    message =
        "a sidecar isn't named migrate, and its volumeMounts may name only what is in volumes")
public record JobSpec(
    @JsonPropertyDescription(
            "Resources of the runner's container. Default: 50m CPU, 64Mi requested, 256Mi limit.")
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Nodes on which the Jobs may run.") @Size(max = 50)
        @Nullable Map<String, String> nodeSelector,
    @JsonPropertyDescription("Taints that the Jobs tolerate.") @Size(max = 50)
        @Nullable List<Toleration> tolerations,
    @JsonPropertyDescription(
            "Secrets with which the runner's image is pulled, by Jobs and by the init container of gated pods.")
        @Size(max = 20)
        @Nullable List<LocalObjectReference> imagePullSecrets,
    @JsonPropertyDescription(
            "Security context of the Job's pod; replaces the default (non-root, RuntimeDefault, and user and group 65532 unless"
                + " the operator's chart has another).")
        @Nullable PodSecurityContext securityContext,
    @JsonPropertyDescription("Service account of the Job's pod; its token is not mounted.")
        @Size(max = 253)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription("Labels added to the Job and its pod.") @Size(max = 50)
        @Nullable Map<String, String> labels,
    @JsonPropertyDescription("Annotations added to the Job and its pod.") @Size(max = 50)
        @Nullable Map<String, String> annotations,
    @JsonPropertyDescription(
            "After this time a Job that still runs is stopped and tried again, e.g. 30m. Default: 1h.")
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @Size(min = 2, max = 30)
        @Default("1h")
        @Nullable String deadline,
    @JsonPropertyDescription(
            "Environment of the runner's container. Credentials don't belong here: they are files.")
        @Size(max = 100)
        @Nullable List<EnvVar> env,
    @JsonPropertyDescription(
            "Where the Jobs' pods are scheduled. On SQLite near the workload's pods, if possible, too.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription("How the Jobs' pods are spread.") @Size(max = 20)
        @Nullable List<TopologySpreadConstraint> topologySpreadConstraints,
    @JsonPropertyDescription("Priority class of the Jobs' pods.") @Size(max = 253)
        @Nullable String priorityClassName,
    @JsonPropertyDescription("Runtime class of the Jobs' pods.") @Size(max = 253)
        @Nullable String runtimeClassName,
    @JsonPropertyDescription("More volumes of the Jobs' pods.") @Size(max = 20)
        @Nullable List<JobVolume> volumes,
    @JsonPropertyDescription("Which of these volumes the runner's container has, and where.")
        @Size(max = 20)
        @Nullable List<VolumeMount> volumeMounts,
    @JsonPropertyDescription(
            "Containers that start before the runner, such as a database proxy, run beside it and are stopped after it"
                + " (init containers with restartPolicy Always). The Job ends though they run.")
        @Size(max = 5)
        @Nullable List<SidecarSpec> sidecars) {

  /** Nothing set: all defaults. */
  public static final JobSpec DEFAULTS =
      new JobSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);
}
