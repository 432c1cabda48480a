package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the migration Jobs run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        @Nullable String deadline) {

  /** Nothing set: all defaults. */
  public static final JobSpec DEFAULTS =
      new JobSpec(null, null, null, null, null, null, null, null, null);
}
