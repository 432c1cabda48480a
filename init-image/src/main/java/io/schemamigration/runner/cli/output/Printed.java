package io.schemamigration.runner.cli.output;

import io.schemamigration.core.report.Printable;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream for people and for programs that read lines: nothing that others wrote obeys, hides or
 * forges a line in it. What is printed by {@code println} is one line; the lines of what is printed
 * by {@code print} are ours.
 */
final class Printed extends PrintStream {
  private Printed(PrintStream out) {
    super(out, false, out.charset());
  }

  /** The stream, so that all text goes through it. */
  static PrintStream of(PrintStream out) {
    return out instanceof Printed ? out : new Printed(out);
  }

  /** Text that must arrive as it is: a script, or what moves the cursor. */
  static void raw(PrintStream out, String text) {
    out.writeBytes(text.getBytes(out.charset()));
  }

  @Override
  public void print(@Nullable String text) {
    super.print(Printable.lines(String.valueOf(text)));
  }

  @Override
  public void print(@Nullable Object thing) {
    print(String.valueOf(thing));
  }

  @Override
  public void println(@Nullable String text) {
    super.println(Printable.line(String.valueOf(text)));
  }

  @Override
  public void println(@Nullable Object thing) {
    println(String.valueOf(thing));
  }
}
