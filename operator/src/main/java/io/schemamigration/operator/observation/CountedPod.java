package io.schemamigration.operator.observation;

import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * A pod that may be using the schema: it carries the label, belongs to a labeled workload, or
 * mounts the database's credentials or volume.
 *
 * @param version what its code was built for; {@link Version#NONE} when it doesn't say
 * @param node where it runs, or null
 * @param owner what controls it, e.g. {@code StatefulSet/db}, or null
 * @param terminating whether it has been asked to end
 * @param missingSince for a pod that vanished without its node reporting the end of its containers:
 *     since when, as an ISO-8601 instant; else null
 */
public record CountedPod(
    String name,
    String uid,
    Version version,
    @Nullable String node,
    @Nullable String owner,
    boolean terminating,
    @Nullable String missingSince) {}
