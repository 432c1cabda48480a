package io.schemamigration.core.report;

/** The exit codes of {@code migrate}: an interface to scripts and Jobs, never renumbered. */
public enum ExitCode {
  /** Done, or nothing to do. */
  DONE(0, "done, or nothing to do"),
  /** A migration failed, or a check has findings. */
  FAILED(1, "a migration failed, or there are findings"),
  /** Wrong use, or it could not be judged. */
  USAGE(2, "wrong use, or it could not be judged"),
  /** Refused; nothing was changed. */
  REFUSED(3, "refused; nothing was changed"),
  /** A temporary cause: trying again may help. */
  RETRY(4, "a temporary cause; trying again may help"),
  /** Waited until the time was up. */
  TIMED_OUT(5, "waited until the time was up"),
  /** Something isn't applied; only for who asked for it. */
  PENDING(6, "something is pending (status and plan with --exit-code)");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The exit code of a step that ended so. */
  public static ExitCode of(Outcome outcome) {
    return switch (outcome) {
      case COMPLETED, NOTHING_TO_DO -> DONE;
      case FAILED -> FAILED;
      case REFUSED -> REFUSED;
      case RETRY -> RETRY;
    };
  }

  /** What the process returns. */
  public int code() {
    return code;
  }

  /** What it means, for the help text. */
  public String meaning() {
    return meaning;
  }
}
