package io.schemamigration.runner.cli;

import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.run.StepRequest;

/** What the flags ask a run for: the same object for the run and for whoever only shows it. */
final class Requests {
  private Requests() {}

  /** A run by hand. */
  static StepRequest.ByHand byHand(Arguments arguments) {
    return new StepRequest.ByHand(
        arguments.version("to"),
        arguments.has("out-of-order"),
        arguments.expandOnly(),
        arguments.has("first-install"),
        arguments.get("owner"),
        arguments.get("override-owner"),
        arguments.get("digest"));
  }
}
