package io.schemamigration.operator.decide;

import io.schemamigration.core.report.Reason;

/**
 * How things stand.
 *
 * @param readiness what kstatus needs to know
 * @param reason one word, never reworded
 * @param message one line that answers "why is it waiting?"
 */
public record Verdict(Readiness readiness, Reason reason, String message) {
  /** Done, on the way, or in need of a person. */
  public enum Readiness {
    /** What the spec asks for is done. */
    READY,
    /**
     * What the rollout needs is applied: code for the version that the spec asks for may run. A
     * contract migration follows by itself, once no older code is left.
     */
    CONTRACT_PENDING,
    /** It will be done without anyone doing anything here. */
    RECONCILING,
    /** Someone has to do something. */
    STALLED
  }

  static Verdict ready(String message) {
    return new Verdict(Readiness.READY, Reason.APPLIED, message);
  }

  /** The same, where only contract migrations are left. */
  Verdict contractPending() {
    return new Verdict(Readiness.CONTRACT_PENDING, reason, message);
  }

  static Verdict reconciling(Reason reason, String message) {
    return new Verdict(Readiness.RECONCILING, reason, message);
  }

  static Verdict stalled(Reason reason, String message) {
    return new Verdict(Readiness.STALLED, reason, message);
  }
}
