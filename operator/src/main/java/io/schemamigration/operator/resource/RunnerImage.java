package io.schemamigration.operator.resource;

import org.jspecify.annotations.Nullable;

/**
 * The image that migrates.
 *
 * @param reference as a container's {@code image}
 * @param pullPolicy as a container's {@code imagePullPolicy}
 * @param user as which a Job runs that has no security context of its own, also its group; null for
 *     the one that the cluster assigns
 */
public record RunnerImage(String reference, String pullPolicy, @Nullable Long user) {
  /** The user that the image names. */
  public static final long OWN_USER = 65532;
}
