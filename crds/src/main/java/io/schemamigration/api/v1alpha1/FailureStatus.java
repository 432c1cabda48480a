package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What went wrong, where, and what to do next. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureStatus(
    @JsonPropertyDescription("One of the condition reasons.") @Size(max = 40) String reason,
    @Size(max = 76) @Nullable String version,
    @Size(max = 512) @Nullable String file,
    @Nullable Integer line,
    @JsonPropertyDescription("Number of the statement in the file, from 1.")
        @Nullable Integer statement,
    @JsonPropertyDescription("SQLSTATE of PostgreSQL, or SQLite's name of the result code.")
        @Size(max = 64)
        @Nullable String sqlState,
    @Size(max = 2048) String message,
    @JsonPropertyDescription("What to do next.") @Size(max = 1024) @Nullable String hint,
    @JsonPropertyDescription("expand, claim, withdraw or contract.") @Size(max = 16)
        @Nullable String step,
    @JsonPropertyDescription(
            "Digest of the files with which it failed: other files are tried at once.")
        @Size(max = 80)
        @Nullable String digest,
    @JsonPropertyDescription("The spec's generation with which it failed.")
        @Nullable Long generation,
    @Size(max = 40) String at) {}
