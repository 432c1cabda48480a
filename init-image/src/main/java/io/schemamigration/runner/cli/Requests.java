package io.schemamigration.runner.cli;

import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.run.StepRequest;

/** What the flags ask a run for: the same object for the run and for anyone who only shows it. */
final class Requests {
  private Requests() {}

  /** A run by hand. */
  static StepRequest.ByHand byHand(Arguments arguments) {
    return new StepRequest.ByHand(
        arguments.version(Flag.TO),
        arguments.has(Flag.OUT_OF_ORDER),
        arguments.expandOnly(),
        arguments.has(Flag.FIRST_INSTALL),
        arguments.get(Flag.OWNER),
        arguments.get(Flag.OVERRIDE_OWNER),
        arguments.get(Flag.DIGEST));
  }

  /** A run by hand that a script stands for: nobody's, and of the files as they are. */
  static StepRequest.ByHand scripted(Arguments arguments) {
    return new StepRequest.ByHand(
        arguments.version(Flag.TO),
        arguments.has(Flag.OUT_OF_ORDER),
        arguments.expandOnly(),
        false,
        null,
        arguments.get(Flag.OVERRIDE_OWNER),
        null);
  }

  /** A run by hand of everything, without any flag. */
  static StepRequest.ByHand plain() {
    return new StepRequest.ByHand(null, false, false, false, null, null, null);
  }
}
