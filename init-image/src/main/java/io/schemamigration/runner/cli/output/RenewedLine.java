package io.schemamigration.runner.cli.output;

import io.schemamigration.core.report.Printable;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.run.Progress;
import java.io.PrintStream;
import java.time.Duration;

/** Progress on a terminal: the work in progress is on a last line that is rewritten. */
public final class RenewedLine implements Progress {
  /** A longer one would wrap, and a part of it stay. */
  private static final int WIDTH = 79;

  private static final String ERASE = "\r\033[K";

  private final PrintStream terminal;
  private boolean stands;

  RenewedLine(PrintStream terminal) {
    this.terminal = terminal;
  }

  /**
   * The progress for these flags: on a terminal a renewed line, elsewhere a line now and then, and
   * with JSON none.
   */
  public static Progress of(Console console, Arguments arguments) {
    if (arguments.json()) {
      return new Quiet(console.err());
    }
    // the launcher looks whether it is a terminal: Java would load a library for it
    return Boolean.getBoolean("migrate.terminal")
        ? new RenewedLine(console.err())
        : line -> console.err().println(line);
  }

  @Override
  public synchronized void tell(String line) {
    erase();
    terminal.println(line);
  }

  @Override
  public synchronized void shows(String line) {
    var shown = Printable.line(line);
    var cut = shown.length() <= WIDTH ? shown : shown.substring(0, WIDTH - 1) + "…";
    Printed.raw(terminal, ERASE);
    terminal.print(cut);
    terminal.flush();
    stands = true;
  }

  @Override
  public Duration every() {
    return Duration.ofMillis(500);
  }

  @Override
  public synchronized void ends() {
    erase();
  }

  private void erase() {
    if (stands) {
      Printed.raw(terminal, ERASE);
      stands = false;
    }
  }

  /** Shows what happens, and nothing while nothing does. */
  private record Quiet(PrintStream err) implements Progress {
    @Override
    public void tell(String line) {
      err.println(line);
    }

    @Override
    public Duration every() {
      return Duration.ZERO;
    }
  }
}
