package io.schemamigration.operator.decide;

import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.observation.Step.Attempt;
import io.schemamigration.operator.observation.Step.Claimed;
import io.schemamigration.operator.observation.Step.Token;
import io.schemamigration.operator.observation.Texts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes steps: each has the next number and a fresh id, which together are its token. Anyone who
 * holds a lower number can no longer write to the database.
 */
final class Steps {
  private static final int NAME_LIMIT = 63;
  private static final int ID_SHOWN = 8;
  private static final int WHY_LIMIT = 1024;

  private final Observation observation;
  private final Instant now;
  private final String freshId;

  Steps(Observation observation, Instant now, String freshId) {
    this.observation = observation;
    this.now = now;
    this.freshId = freshId;
  }

  /**
   * Applies what old code survives, up to {@code version}; all of it on a first install.
   *
   * @param known the minimum below which the database must not be, or null
   */
  Step.Expand expand(
      @Nullable Step last,
      String digest,
      Version version,
      boolean firstInstall,
      @Nullable Version known) {
    int number = last instanceof Step.Expand && retried(last) ? last.attempt().number() + 1 : 1;
    return new Step.Expand(
        attempt(StepName.EXPAND, last, digest, version, number), firstInstall, known);
  }

  /** Announces a migration. Every claim that came to nothing ends in a withdraw. */
  Step.Claim claim(@Nullable Step last, String digest, Version version, Claimed claimed) {
    int number = last instanceof Step.Withdraw ? last.attempt().number() + 1 : 1;
    return new Step.Claim(attempt(StepName.CLAIM, last, digest, version, number), claimed);
  }

  /** Applies what the completed claim announced. */
  Step.Contract contract(Step.Claim claim) {
    return new Step.Contract(
        follows(claim, StepName.CONTRACT, claim.attempt().number()),
        claim.claimed(),
        claim.attempt().token().id());
  }

  /**
   * Withdraws the claim of whatever step made or used it.
   *
   * @param why as a clause for "because"
   */
  Step.Withdraw withdraw(Step last, Version claimed, String why) {
    return new Step.Withdraw(takeBack(last), claimed, Texts.cut(why, WHY_LIMIT));
  }

  /** Takes the same claim back, once more. */
  Step.Withdraw withdrawAgain(Step.Withdraw last) {
    return last.with(takeBack(last));
  }

  private Attempt takeBack(Step last) {
    int number = last.attempt().number();
    return follows(last, StepName.WITHDRAW, last instanceof Step.Withdraw ? number + 1 : number);
  }

  private static boolean retried(Step last) {
    var ending = last.attempt().ending();
    return ending != null && ending.outcome() == Outcome.RETRY;
  }

  private Attempt follows(Step last, StepName name, int number) {
    return attempt(name, last, last.attempt().digest(), last.attempt().version(), number);
  }

  private Attempt attempt(
      StepName name, @Nullable Step last, String digest, Version version, int number) {
    var token = new Token(last == null ? 1 : last.attempt().token().number() + 1, freshId);
    return new Attempt(
        token,
        jobName(name, token),
        digest,
        version,
        observation.spec().generation(),
        number,
        now,
        null);
  }

  /** Unique by its end, so that a long name of the CR can be cut. */
  private String jobName(StepName name, Token token) {
    var end = "-" + name.text() + "-" + token.number() + "-" + token.id().substring(0, ID_SHOWN);
    var start = observation.id().name().replace('.', '-');
    int room = NAME_LIMIT - end.length();
    return (start.length() > room ? start.substring(0, room) : start) + end;
  }
}
