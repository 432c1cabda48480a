package io.schemamigration.runner.cli;

import io.schemamigration.runner.cli.output.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal, where there is one. */
final class Consent {
  private Consent() {}

  /**
   * What the person answers.
   *
   * @return null where nobody can be asked
   */
  @SuppressWarnings("SystemConsoleNull") // by the API's own word it may be null
  static @Nullable Boolean ask(Console console, String question) {
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      return null;
    }
    console.err().print(question + " [y/N] ");
    console.err().flush();
    var answer = terminal.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
