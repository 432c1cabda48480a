package io.schemamigration.operator.resource;

/**
 * The image that migrates.
 *
 * @param reference as a container's {@code image}
 * @param pullPolicy as a container's {@code imagePullPolicy}
 */
public record RunnerImage(String reference, String pullPolicy) {}
