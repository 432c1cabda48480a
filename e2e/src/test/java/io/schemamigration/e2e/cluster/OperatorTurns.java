package io.schemamigration.e2e.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Test classes run side by side as long as they use the operator in the same way. A class that uses
 * it in another way waits until they have ended.
 */
final class OperatorTurns {
  private final Switch operator;
  private @Nullable OperatorUse current;
  private int inside;

  /** Turns, for which the operator is started and stopped. */
  OperatorTurns(Switch operator) {
    this.operator = operator;
  }

  /** Starts the operator, or stops it. */
  interface Switch {
    /** Returns when it is done. */
    void turn(boolean on);
  }

  /** Waits for a turn. */
  synchronized void enter(OperatorUse use) throws InterruptedException {
    while (inside > 0 && (use != current || use == OperatorUse.EXCLUSIVE)) {
      wait();
    }
    if (use == OperatorUse.STOPPED && current != OperatorUse.STOPPED) {
      operator.turn(false);
    }
    if (use != OperatorUse.STOPPED && current == OperatorUse.STOPPED) {
      operator.turn(true);
    }
    current = use;
    inside++;
  }

  /** Ends a turn. */
  synchronized void leave() {
    inside--;
    notifyAll();
  }
}
