package io.schemamigration.operator.observation;

import org.jspecify.annotations.Nullable;

/**
 * A digest to which someone has given approval; whether it is the one of the files is another
 * question.
 *
 * @param digest as it was written
 * @param by the field manager that wrote it, or null where the API server doesn't say
 * @param at when it wrote it, as an ISO-8601 instant, or null
 * @param via where it stands: {@code spec.approve} or the annotation's name
 */
public record Approval(String digest, @Nullable String by, @Nullable String at, String via) {}
