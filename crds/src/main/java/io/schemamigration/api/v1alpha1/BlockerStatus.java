package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Something that a contract migration waits for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BlockerStatus(
    @Size(max = 63) String kind,
    @Size(max = 253) String name,
    @JsonPropertyDescription("The schema version that its code was built for; 0 when it says none.")
        @Size(max = 76)
        @Nullable String version,
    @JsonPropertyDescription("Why it blocks.") @Size(max = 256) String why,
    @Size(max = 64) @Nullable String uid,
    @JsonPropertyDescription("For a pod: its node.") @Size(max = 253) @Nullable String node,
    @JsonPropertyDescription(
            "For a pod that vanished without its node reporting the end of its containers: since when it is missing.")
        @Size(max = 40)
        @Nullable String missingSince) {}
