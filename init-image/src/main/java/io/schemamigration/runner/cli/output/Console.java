package io.schemamigration.runner.cli.output;

import java.io.PrintStream;

/**
 * Where output goes.
 *
 * @param out results
 * @param err progress and errors
 */
public record Console(PrintStream out, PrintStream err) {
  /** The process's own. */
  public static Console system() {
    return new Console(System.out, System.err);
  }
}
