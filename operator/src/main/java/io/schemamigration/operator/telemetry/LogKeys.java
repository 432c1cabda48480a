package io.schemamigration.operator.telemetry;

/** Keys of structured log lines: the same thing has the same key everywhere. */
public final class LogKeys {
  public static final String NAMESPACE = "namespace";
  public static final String NAME = "name";
  public static final String DECISION = "decision";
  public static final String REASON = "reason";
  public static final String STEP = "step";

  private LogKeys() {}
}
