package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Approval of what is offline or undecided in the files as they are now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalStatus(
    @JsonPropertyDescription("Digest of the files that were approved.") @Size(max = 80)
        String digest,
    @JsonPropertyDescription(
            "The field manager that set it, from the API server's managed fields, e.g. kubectl-annotate.")
        @Size(max = 128)
        @Nullable String by,
    @JsonPropertyDescription("When that manager wrote it.") @Size(max = 40) @Nullable String at,
    @JsonPropertyDescription("Where it stands: spec.approve or the annotation.") @Size(max = 64)
        String via) {}
