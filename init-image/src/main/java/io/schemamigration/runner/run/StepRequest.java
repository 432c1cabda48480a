package io.schemamigration.runner.run;

import io.schemamigration.core.plan.DownTarget;
import io.schemamigration.core.plan.RunIntent;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.Token;
import org.jspecify.annotations.Nullable;

/** What a run is asked to do. */
public sealed interface StepRequest extends Authority {
  /** Its name in the report. */
  StepName step();

  /** The digest that the files must have, or null. */
  default @Nullable String digest() {
    return null;
  }

  /** It applies what may be applied now. */
  sealed interface Expand extends StepRequest {
    /** What its plan depends on. */
    RunIntent intent();

    /** Role that may read the window from then on, or null. */
    default @Nullable String grantTo() {
      return null;
    }

    /** The minimum that the database reported before; it can't fall. Null where none is known. */
    default @Nullable Version knownMinimum() {
      return null;
    }

    @Override
    default StepName step() {
      return StepName.EXPAND;
    }
  }

  /** It is a step of the operator's, which has a token and an owner. */
  sealed interface Owned extends StepRequest {
    @Override
    Token token();

    @Override
    String owner();
  }

  /**
   * A run by hand, or by a hook on an owner's behalf.
   *
   * @param wanted upper bound of what may be applied; null for the highest
   * @param outOfOrder whether a late expand migration may be applied
   * @param expandOnly whether only what older code survives is applied
   * @param firstInstall whether no code exists yet
   */
  record ByHand(
      @Nullable Version wanted,
      boolean outOfOrder,
      boolean expandOnly,
      boolean firstInstall,
      @Nullable String owner,
      @Nullable String override,
      @Nullable String digest)
      implements Expand {
    /** On nobody's behalf, whatever the files are. */
    public ByHand(
        @Nullable Version wanted,
        boolean outOfOrder,
        boolean expandOnly,
        @Nullable String override) {
      this(wanted, outOfOrder, expandOnly, false, null, override, null);
    }

    @Override
    public RunIntent intent() {
      return new RunIntent(
          false, owner != null, override != null, firstInstall, expandOnly, outOfOrder, wanted);
    }
  }

  /**
   * The operator's expand step.
   *
   * @param wanted upper bound of what may be applied; null for the highest
   * @param firstInstall whether the operator saw no pod that counts
   * @param knownMinimum null where the operator knows no window of this database
   * @param outOfOrder whether a late expand migration may be applied
   */
  record Gated(
      Token token,
      String owner,
      @Nullable Version wanted,
      boolean firstInstall,
      @Nullable Version knownMinimum,
      boolean outOfOrder,
      @Nullable String grantTo,
      @Nullable String digest)
      implements Expand, Owned {
    @Override
    public RunIntent intent() {
      return new RunIntent(true, true, false, firstInstall, true, outOfOrder, wanted);
    }
  }

  /**
   * Announces a contract migration.
   *
   * @param claim the migration
   * @param approve where not null, the claim may leave no version that may run
   */
  record Claim(Token token, String owner, Version claim, @Nullable String approve)
      implements Owned {
    @Override
    public StepName step() {
      return StepName.CLAIM;
    }
  }

  /**
   * Applies the contract migrations up to the one that is claimed.
   *
   * @param claim the migration
   * @param claimId id of the claim step
   * @param approve where it is the files' digest, what is offline or undecided is applied, too
   * @param outOfOrder whether a late expand migration is no objection
   */
  record Contract(
      Token token,
      String owner,
      Version claim,
      String claimId,
      @Nullable String approve,
      boolean outOfOrder,
      @Nullable String digest)
      implements Owned {
    @Override
    public StepName step() {
      return StepName.CONTRACT;
    }
  }

  /** Takes a claim back. */
  record Withdraw(Token token, String owner) implements Owned {
    @Override
    public StepName step() {
      return StepName.WITHDRAW;
    }
  }

  /**
   * A way back by hand.
   *
   * @param target how far
   */
  record Down(DownTarget target, @Nullable String override) implements StepRequest {
    @Override
    public StepName step() {
      return StepName.DOWN;
    }
  }
}
