package io.schemamigration.runner.cli.output;

import java.io.PrintStream;

/**
 * Where output goes; nothing that others wrote reaches a terminal as it is, see {@link Printed}.
 *
 * @param out results
 * @param err progress and errors
 * @param terminal who can be asked
 */
public record Console(PrintStream out, PrintStream err, Terminal terminal) {
  /** Makes the streams safe. */
  public Console {
    out = Printed.of(out);
    err = Printed.of(err);
  }

  /** Nobody can be asked. */
  public Console(PrintStream out, PrintStream err) {
    this(out, err, Terminal.NONE);
  }

  /** The process's own. */
  public static Console system() {
    return new Console(System.out, System.err, Terminal.system());
  }

  /** Prints what must arrive as it is: a script for another program. */
  public void raw(String text) {
    Printed.raw(out, text);
  }

  /** Prints what went wrong, and below it what to do. */
  public void failed(String text) {
    err.print("migrate: " + text + "\n");
  }
}
