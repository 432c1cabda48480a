package io.schemamigration.runner.cli.output;

import org.jspecify.annotations.Nullable;

/** The person at the terminal, where there is one. */
public interface Terminal {
  /** Nobody can be asked. */
  Terminal NONE =
      new Terminal() {
        @Override
        public boolean isThere() {
          return false;
        }

        @Override
        public @Nullable String line() {
          return null;
        }
      };

  /** The process's own. */
  static Terminal system() {
    return new Terminal() {
      @Override
      @SuppressWarnings("SystemConsoleNull") // by the API's own word it may be null
      public boolean isThere() {
        var terminal = System.console();
        return terminal != null && terminal.isTerminal();
      }

      @Override
      @SuppressWarnings("SystemConsoleNull")
      public @Nullable String line() {
        var terminal = System.console();
        return terminal == null ? null : terminal.readLine();
      }
    };
  }

  /** Whether a person sits there: input and output are a terminal's. */
  boolean isThere();

  /** What is typed; null at the end of the input. */
  @Nullable String line();
}
