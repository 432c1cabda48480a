package io.schemamigration.operator.observation;

import java.util.Locale;

/** How the gate works in this cluster; the chart decides, and installs the policies for it. */
public enum GateMode {
  /** Mutating policies hold workloads and add {@code schema-verify} to pods. */
  POLICIES,
  /**
   * Validating policies refuse what they can't change: manifests contain {@code schema-verify}, and
   * the operator pauses Deployments after the fact.
   */
  VALIDATING;

  /**
   * The mode of that name.
   *
   * @throws IllegalArgumentException when there is none, naming those that exist
   */
  public static GateMode of(String name) {
    for (var mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "GATE_MODE is \"" + name + "\"; it must be \"policies\" or \"validating\"");
  }
}
