package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import org.jspecify.annotations.Nullable;

/** A volume of the Jobs' pods whose content is in the namespace: nothing of a node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.configMap), has(self.secret), has(self.persistentVolumeClaim), has(self.emptyDir), has(self.projected)].filter(x, x).size() == 1",
    message =
        "exactly one of configMap, secret, persistentVolumeClaim, emptyDir and projected is needed")
public record JobVolume(
    @JsonPropertyDescription("Its name, for volumeMounts.")
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("Files from a ConfigMap.") @Nullable ConfigMapVolumeSource configMap,
    @JsonPropertyDescription("Files from a Secret.") @Nullable SecretVolumeSource secret,
    @JsonPropertyDescription("A claim in the namespace.")
        @Nullable PersistentVolumeClaimVolumeSource persistentVolumeClaim,
    @JsonPropertyDescription("An empty directory, which lasts as long as the pod.")
        @Nullable EmptyDirVolumeSource emptyDir,
    @JsonPropertyDescription(
            "Several of them in one, or the token of a service account, such as cloud providers take for a login.")
        @Nullable ProjectedVolumeSource projected) {}
