package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A migration that is not applied yet. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PendingStatus(
    @Size(max = 76) String version,
    @Size(max = 256) @Nullable String description,
    @Size(max = 16) @Nullable String phase) {}
