package io.schemamigration.operator.observation;

import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Version;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one Job is for. It is in the status before the Job exists, and is read back from there. */
public sealed interface Step {
  /** Longer than any wait between two attempts. */
  Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** What all steps have. */
  Attempt attempt();

  /** The same step at another point of its life. */
  Step with(Attempt attempt);

  /** As labels, arguments and the status write it. */
  StepName name();

  /** Whether its Job has not ended yet, as far as anybody knows. */
  default boolean running() {
    return attempt().ending() == null;
  }

  /** Whether it has ended and what it was asked for is done. */
  default boolean succeeded() {
    var ending = attempt().ending();
    return ending != null && ending.succeeded();
  }

  /** How long to wait before the next attempt; null when it is due. */
  default @Nullable Duration untilNextAttempt(Instant now) {
    var ending = attempt().ending();
    if (ending == null || ending.nextAttemptAt() == null) {
      return null;
    }
    var left = Duration.between(now, ending.nextAttemptAt());
    boolean waits = left.isPositive() && left.compareTo(LONGEST_WAIT) <= 0;
    return waits ? left : null; // no wait is that long: the clock was put back
  }

  /**
   * Applies what older code survives.
   *
   * @param firstInstall whether all of it may be applied, because no code is running yet
   * @param knownMinimum below which the database's minimum must not be; null where none is known
   */
  record Expand(Attempt attempt, boolean firstInstall, @Nullable Version knownMinimum)
      implements Step {
    @Override
    public Expand with(Attempt other) {
      return new Expand(other, firstInstall, knownMinimum);
    }

    @Override
    public StepName name() {
      return StepName.EXPAND;
    }
  }

  /** Announces a migration that older code doesn't survive. */
  record Claim(Attempt attempt, Claimed claimed) implements Step {
    @Override
    public Claim with(Attempt other) {
      return new Claim(other, claimed);
    }

    @Override
    public StepName name() {
      return StepName.CLAIM;
    }
  }

  /**
   * Applies what was claimed.
   *
   * @param claimId id of the claim step
   */
  record Contract(Attempt attempt, Claimed claimed, String claimId) implements Step {
    @Override
    public Contract with(Attempt other) {
      return new Contract(other, claimed, claimId);
    }

    @Override
    public StepName name() {
      return StepName.CONTRACT;
    }
  }

  /**
   * Takes a claim back.
   *
   * @param claimed the migration that was claimed, or null when the status doesn't know
   * @param why what stood against applying it, as a clause for "because", or null when the status
   *     doesn't say
   */
  record Withdraw(Attempt attempt, @Nullable Version claimed, @Nullable String why)
      implements Step {
    @Override
    public Withdraw with(Attempt other) {
      return new Withdraw(other, claimed, why);
    }

    @Override
    public StepName name() {
      return StepName.WITHDRAW;
    }
  }

  /**
   * The migration that a claim is about.
   *
   * @param version of the migration
   * @param approved digest of the files that a person has approved, when it is offline or
   *     undecided; else null
   */
  record Claimed(Version version, @Nullable String approved) {}

  /**
   * One attempt at a step, with a token and a Job of its own.
   *
   * @param job name of the Job
   * @param digest of the files that the Job is to find
   * @param version up to which it may apply
   * @param generation of the spec that it serves
   * @param number how often the step has been tried, from 1
   * @param ending how it ended, or null while it runs
   */
  record Attempt(
      Token token,
      String job,
      String digest,
      Version version,
      long generation,
      int number,
      Instant startedAt,
      @Nullable Ending ending) {

    /** Whether it serves these files and this spec. */
    public boolean serves(String files, long spec) {
      return digest.equals(files) && generation == spec;
    }

    /**
     * The same attempt, ended.
     *
     * @param reached the token's number in the database, which may be higher than this attempt's
     *     own
     */
    public Attempt ended(long reached, Ending how) {
      return new Attempt(
          new Token(reached, token.id()), job, digest, version, generation, number, startedAt, how);
    }
  }

  /**
   * What a Job has to show for writing to the database. A holder of a lower number can't write any
   * more.
   *
   * @param number grows with each step
   * @param id random
   */
  record Token(long number, String id) {}

  /**
   * How an attempt ended.
   *
   * @param nextAttemptAt before which nothing is tried again, or null
   */
  record Ending(Outcome outcome, Instant finishedAt, @Nullable Instant nextAttemptAt) {
    /** Whether what was asked for is done. */
    public boolean succeeded() {
      return switch (outcome) {
        case COMPLETED, NOTHING_TO_DO -> true;
        case FAILED, REFUSED, RETRY -> false;
      };
    }
  }
}
