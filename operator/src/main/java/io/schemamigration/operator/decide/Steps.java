package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.StepStatus;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes steps: each has the next number and a fresh id, which together are its token. Whoever holds
 * a lower number can't write to the database any more.
 */
final class Steps {
  private static final int NAME_LIMIT = 63;
  private static final int ID_SHOWN = 8;

  private final Observation observation;
  private final Instant now;
  private final String freshId;

  Steps(Observation observation, Instant now, String freshId) {
    this.observation = observation;
    this.now = now;
    this.freshId = freshId;
  }

  /** Applies what old code survives, up to {@code version}; all of it on a first install. */
  StepStatus expand(
      @Nullable StepStatus last, String digest, Version version, boolean firstInstall) {
    int attempt =
        last != null && last.name().equals(StepName.EXPAND.text()) && retried(last)
            ? last.attempt() + 1
            : 1;
    return step(
        StepName.EXPAND, last, digest, version.toString(), null, null, null, firstInstall, attempt);
  }

  /**
   * Announces the migration {@code claim}.
   *
   * @param approve digest that a person has approved, where it is offline or undecided; else null
   */
  StepStatus claim(
      @Nullable StepStatus last,
      String digest,
      Version version,
      Version claim,
      @Nullable String approve) {
    int attempt = last != null && followsFailedClaim(last) ? last.attempt() + 1 : 1;
    return step(
        StepName.CLAIM,
        last,
        digest,
        version.toString(),
        claim.toString(),
        null,
        approve,
        false,
        attempt);
  }

  /** Applies what the completed claim announced. */
  StepStatus contract(StepStatus claim) {
    return step(
        StepName.CONTRACT,
        claim,
        claim.digest(),
        claim.version(),
        claim.claim(),
        claim.id(),
        claim.approve(),
        false,
        claim.attempt());
  }

  /** Takes back the claim of whatever step made or used it. */
  StepStatus withdraw(StepStatus last) {
    boolean again = last.name().equals(StepName.WITHDRAW.text());
    return step(
        StepName.WITHDRAW,
        last,
        last.digest(),
        last.version(),
        last.claim(),
        null,
        null,
        false,
        again ? last.attempt() + 1 : last.attempt());
  }

  /** Every claim that came to nothing ends in a withdraw. */
  private static boolean followsFailedClaim(StepStatus last) {
    return last.name().equals(StepName.WITHDRAW.text());
  }

  private static boolean retried(StepStatus last) {
    return Outcome.RETRY.text().equals(last.outcome());
  }

  private StepStatus step(
      StepName name,
      @Nullable StepStatus last,
      String digest,
      String version,
      @Nullable String claim,
      @Nullable String claimId,
      @Nullable String approve,
      boolean firstInstall,
      int attempt) {
    long number = last == null ? 1 : last.number() + 1;
    return new StepStatus(
        name.text(),
        number,
        freshId,
        jobName(name, number),
        digest,
        version,
        claim,
        claimId,
        approve,
        firstInstall ? true : null,
        observation.wishes().generation(),
        attempt,
        now.toString(),
        null,
        null,
        null);
  }

  /** Unique by its end, so that a long name of the CR can be cut. */
  private String jobName(StepName name, long number) {
    var end = "-" + name.text() + "-" + number + "-" + freshId.substring(0, ID_SHOWN);
    var start = observation.id().name().replace('.', '-');
    int room = NAME_LIMIT - end.length();
    return (start.length() > room ? start.substring(0, room) : start) + end;
  }
}
