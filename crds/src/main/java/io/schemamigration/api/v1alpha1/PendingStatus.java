package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A migration that is not applied yet. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PendingStatus(
    @Size(max = 76) String version,
    @Size(max = 256) @Nullable String description,
    @JsonPropertyDescription("expand, contract or offline; absent while it is undecided.")
        @Size(max = 16)
        @Nullable String phase,
    @JsonPropertyDescription("What of older code breaks, with its place in the files.")
        @Size(max = 300)
        @Nullable String breaks) {}
