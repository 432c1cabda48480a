package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A SQLite database file on a PersistentVolumeClaim of the CR's namespace. */
public record SqliteSpec(
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of the PersistentVolumeClaim.")
        String claimName,
    @Required
        @Size(min = 1, max = 512)
        @Pattern("^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$")
        @JsonPropertyDescription("Path of the database file inside the volume, e.g. data/app.db.")
        String path) {}
