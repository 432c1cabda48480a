package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container that runs beside the runner, such as a database proxy, and ends after it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SidecarSpec(
    @JsonPropertyDescription("Its name.")
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("Its image.") @Size(min = 1, max = 1024) String image,
    @JsonPropertyDescription("Always, IfNotPresent or Never.")
        @Pattern("^(Always|IfNotPresent|Never)$")
        @Size(max = 16)
        @Nullable String imagePullPolicy,
    @JsonPropertyDescription("Its command; default: the image's own.") @Size(max = 100)
        @Nullable List<String> command,
    @JsonPropertyDescription("Its arguments.") @Size(max = 100) @Nullable List<String> args,
    @JsonPropertyDescription("Its environment.") @Size(max = 100) @Nullable List<EnvVar> env,
    @JsonPropertyDescription("Which of the volumes of job.volumes it has, and where.")
        @Size(max = 20)
        @Nullable List<VolumeMount> volumeMounts,
    @JsonPropertyDescription("Its resources.") @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("The runner starts once this probe succeeds. Default: at once.")
        @Nullable Probe startupProbe,
    @JsonPropertyDescription(
            "Its security context. Default: no privileges, no escalation; the user is the pod's.")
        @Nullable SecurityContext securityContext) {}
