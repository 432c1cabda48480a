package io.schemamigration.core.plan;

import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked for, as far as its plan depends on it.
 *
 * @param gated whether the operator runs it, which holds back the code that needs what is left
 * @param byOwner whether it names the owner on whose behalf it runs
 * @param overrides whether a person passes the owner's gate by
 * @param firstInstall whether no code exists yet
 * @param expandOnly whether only what older code survives is applied
 * @param outOfOrder whether a late expand migration may be applied
 * @param wanted the upper bound of what may be applied; null for the highest
 */
public record RunIntent(
    boolean gated,
    boolean byOwner,
    boolean overrides,
    boolean firstInstall,
    boolean expandOnly,
    boolean outOfOrder,
    @Nullable Version wanted) {}
