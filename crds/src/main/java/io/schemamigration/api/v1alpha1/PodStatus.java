package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** A pod that counts, so that it isn't forgotten if it vanishes while nobody is watching. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodStatus(
    @Size(max = 253) String name,
    @Size(max = 64) String uid,
    @JsonPropertyDescription("The schema version that its code was built for; 0 when it says none.")
        @Size(max = 76)
        String version,
    @JsonPropertyDescription("Where it runs.") @Size(max = 253) String node) {}
