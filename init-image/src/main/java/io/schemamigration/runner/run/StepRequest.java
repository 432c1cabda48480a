package io.schemamigration.runner.run;

import io.schemamigration.core.plan.DownTarget;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.Token;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do.
 *
 * @param token of the operator's step; null for a run by hand, which takes the next number
 * @param owner on whose behalf, cluster uid/namespace/name; null for nobody's
 * @param wanted upper bound of what may be applied; null for the highest
 * @param claim contract and claim: the migration claimed
 * @param claimId contract: id of the claim step
 * @param approve digest of the files to which a person has said yes: contract applies what is
 *     offline or undecided of these files only, claim may empty the window; or null
 * @param firstInstall whether the operator saw no pod that counts
 * @param outOfOrder whether a late expand migration may apply
 * @param expandOnly by hand: whether only what old code survives is applied
 * @param override by hand: why the owner's gate is passed by, or null
 * @param grantTo role that may read the window, or null
 * @param digest that the files must have, or null
 * @param down how far back to go; null for every other step
 */
public record StepRequest(
    StepName step,
    @Nullable Token token,
    @Nullable String owner,
    @Nullable Version wanted,
    @Nullable Version claim,
    @Nullable String claimId,
    @Nullable String approve,
    boolean firstInstall,
    boolean outOfOrder,
    boolean expandOnly,
    @Nullable String override,
    @Nullable String grantTo,
    @Nullable String digest,
    @Nullable DownTarget down) {

  /** A run by hand, on nobody's behalf. */
  public static StepRequest byHand(
      @Nullable Version wanted, boolean outOfOrder, boolean expandOnly, @Nullable String override) {
    return new StepRequest(
        StepName.EXPAND,
        null,
        null,
        wanted,
        null,
        null,
        null,
        false,
        outOfOrder,
        expandOnly,
        override,
        null,
        null,
        null);
  }

  /** A way back by hand. */
  public static StepRequest down(DownTarget target, @Nullable String override) {
    return new StepRequest(
        StepName.DOWN,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        false,
        false,
        override,
        null,
        null,
        target);
  }
}
