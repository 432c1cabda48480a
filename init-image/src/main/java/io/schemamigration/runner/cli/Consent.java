package io.schemamigration.runner.cli;

import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.end.RefusedException;
import java.util.List;
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
  static @Nullable Boolean ask(Console console, String question) {
    var terminal = console.terminal();
    if (!terminal.isThere()) {
      return null;
    }
    console.err().print(question + " [y/N] ");
    console.err().flush();
    var answer = terminal.line();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** Says what older code may not survive, and asks; where nobody can be asked, it only says so. */
  static void breaking(Console console, List<PendingMigration> breaking) {
    console.err().println("warning: code older than this may break:");
    for (var migration : breaking) {
      var why = migration.breaks() == null ? "" : ": " + migration.breaks();
      console
          .err()
          .println(
              "  "
                  + migration.version()
                  + " "
                  + migration.description()
                  + " ("
                  + Phase.words(migration.phase())
                  + ")"
                  + why);
    }
    if (Boolean.FALSE.equals(ask(console, "Apply all the same?"))) {
      throw new RefusedException(
          Reason.NEEDS_APPROVAL,
          "not applied, because the question was answered with no",
          "Only what older code survives: migrate up --phase expand. Without the question: --yes.");
    }
  }
}
