package io.schemamigration.runner.cli.output;

import java.io.PrintStream;

/**
 * Where output goes.
 *
 * @param out results
 * @param err progress and errors
 * @param terminal who can be asked
 */
public record Console(PrintStream out, PrintStream err, Terminal terminal) {
  /** Nobody can be asked. */
  public Console(PrintStream out, PrintStream err) {
    this(out, err, Terminal.NONE);
  }

  /** The process's own. */
  public static Console system() {
    return new Console(System.out, System.err, Terminal.system());
  }
}
