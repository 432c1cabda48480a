package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The compatibility window, mirrored from the database. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WindowStatus(
    @JsonPropertyDescription("Code older than this must not run.") @Size(max = 76) String minimum,
    @JsonPropertyDescription("Code newer than this waits.") @Size(max = 76) String maximum,
    @JsonPropertyDescription(
            "The contract migration about to be applied; counts as the minimum while it stands.")
        @Size(max = 76)
        @Nullable String claim,
    @JsonPropertyDescription("The window in one word, for tables.") @Size(max = 240)
        @Nullable String range) {}
