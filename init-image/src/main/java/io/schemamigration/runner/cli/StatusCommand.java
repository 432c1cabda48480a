package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Ledger;
import io.schemamigration.runner.db.Ledger.HistoryRow;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.WindowRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate status}. */
final class StatusCommand {
  private final Console console;
  private final Arguments arguments;

  StatusCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var access = arguments.access();
    var source = Sources.read(arguments.dir(), Sources.dialect(access.url()));
    var found = Found.read(access);
    var listing = Listing.of(source.migrations(), found.history());
    var window = found.row() == null ? CompatibilityWindow.EMPTY : found.row().window();
    if (arguments.json()) {
      console.out().println(listing.json(window));
    } else {
      console.out().print(listing.text());
      var claim = window.claim() == null ? "" : "; contract " + window.claim() + " is claimed";
      console
          .out()
          .println(
              "code from schema "
                  + window.effectiveMinimum()
                  + " to "
                  + window.maximum()
                  + " may run"
                  + claim);
    }
    return ExitCode.DONE;
  }

  /**
   * What a database holds.
   *
   * @param row null where there is none
   */
  record Found(@Nullable WindowRow row, List<HistoryRow> history) {
    /** Reads, and changes nothing. */
    static Found read(Access access) {
      try (var session = Session.openToRead(access)) {
        if (session == null) {
          return new Found(null, List.of());
        }
        var ledger = new Ledger(session);
        return ledger.exists()
            ? new Found(ledger.row(false), ledger.history())
            : new Found(null, List.of());
      }
    }
  }
}
